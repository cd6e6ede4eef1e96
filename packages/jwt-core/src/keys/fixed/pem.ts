/** Public keys in PEM: RFC 7468 §5 (certificates) and §13 (SubjectPublicKeyInfo), and PKCS #1 (RFC 8017 §A.1.1). */

import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import type { Jwk } from '../../jose/jwk.js';

/** One block: the text between two boundaries, and the boundaries. */
interface Block {
  readonly label: string;
  readonly text: string;
}

/** Each costs a signature's time to read, and more than a few are not the keys of one issuer. */
const MAX_BLOCKS = 100;

/** The keys as JWKs, in their order; or what is wrong with the text, as the end of a sentence about the file. */
export function readPem(text: string): readonly Jwk[] | string {
  const blocks = blocksOf(text);
  if (typeof blocks === 'string') return blocks;
  const certificates: X509Certificate[] = [];
  const keys: Jwk[] = [];
  for (const [index, { label, text: block }] of blocks.entries()) {
    const where = `of block ${String(index + 1)} (${label})`;
    try {
      if (label === 'CERTIFICATE') certificates.push(new X509Certificate(block));
      const key = label === 'CERTIFICATE' ? certificates.at(-1)?.publicKey : createPublicKey(block);
      const jwk = key && jwkOf(key);
      if (jwk === undefined) return `has a key ${where} of a type that is not supported.`;
      keys.push(jwk);
    } catch {
      return `has a key ${where} that is malformed.`;
    }
  }
  return certificates.some((one) => certificates.some((other) => hasIssued(one, other))) ? CHAIN : keys;
}

const LABELS: readonly string[] = ['PUBLIC KEY', 'RSA PUBLIC KEY', 'CERTIFICATE'];

/** Text outside of blocks says what they are, for people (RFC 7468 §2). */
function blocksOf(text: string): readonly Block[] | string {
  const blocks: Block[] = [];
  let label: string | undefined;
  let lines: string[] = [];
  for (const line of text.split(/\r\n|\n|\r/u).map((each) => each.trimEnd())) {
    const [, word, name = ''] = BOUNDARY.exec(line) ?? [];
    if (/PRIVATE KEY$/u.test(name)) return PRIVATE_PEM;
    if (word !== undefined && (word === 'BEGIN') !== (label === undefined)) return BROKEN;
    if (word === 'BEGIN') {
      if (!LABELS.includes(name)) return FOREIGN;
      if (blocks.length === MAX_BLOCKS) return `has more than ${String(MAX_BLOCKS)} keys.`;
      [label, lines] = [name, []];
    }
    if (label !== undefined) lines.push(line);
    if (word !== 'END' || label === undefined) continue;
    if (name !== label) return BROKEN;
    blocks.push({ label, text: `${lines.join('\n')}\n` });
    label = undefined;
  }
  return label === undefined && blocks.length > 0 ? blocks : BROKEN;
}

const BOUNDARY = /^-----(BEGIN|END) ([A-Z0-9 ]{1,64})-----$/u;

const PRIVATE_PEM =
  'holds a private key: expected public keys only. openssl pkey -in FILE -pubout writes the public one.';
const FOREIGN = `has a block of another kind: expected ${LABELS.join(', ')}.`;
const BROKEN = 'has a block in PEM without its BEGIN or its END line.';
const CHAIN =
  'holds a certificate together with that of the authority that has issued it: expected those of signing keys alone. With the key of the authority, tokens could be signed as well.';

/** `undefined` for a type that has no JWK. */
function jwkOf(key: KeyObject): Jwk | undefined {
  try {
    return { ...key.export({ format: 'jwk' }) };
  } catch {
    return undefined;
  }
}

/** A certificate that was renewed with its key has not been issued by the older one: both have one key. */
function hasIssued(one: X509Certificate, other: X509Certificate): boolean {
  if (one.publicKey.equals(other.publicKey)) return false;
  return other.checkIssued(one) && other.verify(one.publicKey);
}
