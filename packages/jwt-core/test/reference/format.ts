/** RFC 7515 §7.1 and RFC 7519 §7.2: three canonical segments, two JSON objects, nothing unusual in the header. */

import { hasDuplicates, isWhole } from './json.js';
import { isObject, type Members } from './words.js';

export interface Parsed {
  readonly header: Members;
  readonly claims: Members;
  readonly signed: string;
  readonly signature: Buffer;
}

/** The parts of a token. Of several faults, the one that stands first in the table of codes counts. */
export function parse(token: string): Parsed | { code: string } {
  const segments = token.split('.');
  const [first = '', second = '', third = ''] = segments;
  if (segments.length === 5) return { code: 'format.unsupported' };
  if (segments.length !== 3 || first === '') return { code: 'format.malformed' };
  // The other alphabet (RFC 4648 §4) and padding decode; nothing else does.
  if (!/^[\w\-+/=]*$/u.test(first + second + third)) return { code: 'format.malformed' };
  if ([first, second, third].some((each) => each.replace(/=+$/u, '').length % 4 === 1))
    return { code: 'format.malformed' };
  const bytes = [first, second, third].map((each) => Buffer.from(each, 'base64url'));
  // What has another spelling is not read any further.
  const isCanonical = bytes.every((each, index) => each.toString('base64url') === segments[index]);
  if (!isCanonical) return { code: 'format.not_canonical' };
  const [headerBytes = Buffer.of(), claimBytes = Buffer.of(), signature = Buffer.of()] = bytes;
  // The header first, because it could say how the payload is to be read (RFC 7797).
  const header = jsonOf(headerBytes);
  if (!isObject(header?.value)) return { code: 'format.malformed' };
  if (hasDuplicates(header.text)) return { code: 'format.duplicate_member' };
  const fault = faultOfHeader(header.value);
  if (fault !== undefined) return { code: fault };
  if (second === '') return { code: 'format.unsupported' };
  const claims = jsonOf(claimBytes);
  if (!isObject(claims?.value)) return { code: 'format.malformed' };
  if (hasDuplicates(claims.text)) return { code: 'format.duplicate_member' };
  return { header: header.value, claims: claims.value, signed: `${first}.${second}`, signature };
}

/** RFC 7515 §4.1, and what is refused on purpose. */
function faultOfHeader(header: Members): string | undefined {
  const { alg, kid, typ } = header;
  const isOdd = [kid, typ].some((each) => each !== undefined && typeof each !== 'string');
  if (typeof alg !== 'string' || isOdd) return 'format.malformed';
  return ['crit', 'b64', 'zip'].some((name) => Object.hasOwn(header, name))
    ? 'format.unsupported'
    : undefined;
}

/** UTF-8 without a byte-order mark (RFC 8259 §8.1), whole characters, finite numbers, bounded. */
function jsonOf(bytes: Buffer): { text: string; value: unknown } | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    return isWhole(value, 1) ? { text, value } : undefined;
  } catch {
    return undefined;
  }
}
