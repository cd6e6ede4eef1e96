/** Certificates for TLS servers on this machine, made afresh for each test run: no key is stored anywhere. RFC 5280. */

import { randomBytes, sign, type KeyObject, type KeyPairKeyObjectResult as KeyPair } from 'node:crypto';
import { generateKeyPair } from './key-pairs.js';

/** What a TLS server shows. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

/** An issuer of certificates. */
export interface CertificateAuthority {
  /** Its own certificate, in PEM: what a client trusts. */
  readonly ca: string;
  /** A certificate for this host, always of the same key; valid for a day around now, or until the given moment. */
  issue(host: string, notAfter?: Date): ServerCertificate;
}

const DAY_MS = 86_400_000;

const createPair = (): Promise<KeyPair> => generateKeyPair('ec', { namedCurve: 'P-256' });

/** A certificate authority that is not known before. */
export async function createAuthority(): Promise<CertificateAuthority> {
  const [authority, server] = await Promise.all([createPair(), createPair()]);
  const issue = (subject: string, key: KeyObject, extensions: readonly Buffer[], notAfter?: Date): string =>
    certificate({ subject, key, extensions, notAfter, signer: authority.privateKey });
  return {
    ca: issue(NAME, authority.publicKey, [extension(BASIC_CONSTRAINTS, sequence(der(0x01, [0xff])))]),
    issue: (host, notAfter) => {
      const names = extension(ALTERNATIVE_NAME, sequence(alternativeName(host)));
      return {
        cert: issue(host, server.publicKey, [names], notAfter),
        key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

/** A certificate of this key, in PEM, of the name of the authority of the tests unless another is given. */
export function certify(key: KeyObject, signer: KeyObject, subject: string = NAME): string {
  return certificate({ subject, key, extensions: [], notAfter: undefined, signer });
}

const NAME = 'Authority of a test';
const COMMON_NAME = [0x55, 0x04, 0x03];
const BASIC_CONSTRAINTS = [0x55, 0x1d, 0x13];
const ALTERNATIVE_NAME = [0x55, 0x1d, 0x11];
const ECDSA_WITH_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];

interface Contents {
  readonly subject: string;
  readonly key: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly notAfter: Date | undefined;
  readonly signer: KeyObject;
}

function certificate({ subject, key, extensions, notAfter, signer }: Contents): string {
  const until = notAfter ?? new Date(Date.now() + DAY_MS);
  const algorithm = sequence(identifier(ECDSA_WITH_SHA256));
  const tbs = sequence(
    der(0xa0, der(0x02, [2])), // version 3
    der(0x02, [0x01, ...randomBytes(8)]),
    algorithm,
    distinguishedName(NAME),
    sequence(time(new Date(until.getTime() - 2 * DAY_MS)), time(until)),
    distinguishedName(subject),
    key.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = der(0x03, [0, ...sign('sha256', tbs, signer)]);
  const lines =
    sequence(tbs, algorithm, signature)
      .toString('base64')
      .match(/.{1,64}/gu) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** One value in DER: tag, length, content. */
function der(tag: number, content: Iterable<number>): Buffer {
  const bytes = Buffer.from([...content]);
  const { length } = bytes;
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  const head = length < 128 ? [length] : long;
  return Buffer.concat([Buffer.from([tag, ...head]), bytes]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, Buffer.concat(parts));
const identifier = (oid: readonly number[]): Buffer => der(0x06, oid);

function distinguishedName(name: string): Buffer {
  return sequence(der(0x31, sequence(identifier(COMMON_NAME), der(0x0c, Buffer.from(name)))));
}

function time(at: Date): Buffer {
  return der(0x18, Buffer.from(at.toISOString().replace(/[-:T]|\.\d+/gu, '')));
}

function extension(oid: readonly number[], value: Buffer): Buffer {
  return sequence(identifier(oid), der(0x04, value));
}

function alternativeName(host: string): Buffer {
  return /^[\d.]+$/u.test(host) ? der(0x87, host.split('.').map(Number)) : der(0x82, Buffer.from(host));
}
