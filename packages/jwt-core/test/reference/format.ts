/** RFC 7515 §7.1 and RFC 7519 §7.2: three canonical segments, two JSON objects, nothing unusual in the header. */

import { hasDuplicates, isBounded, isWhole } from './json.js';
import { isObject, type Members } from './words.js';

export interface Parsed {
  readonly header: Members;
  readonly claims: Members;
  readonly signed: string;
  readonly signature: Buffer;
}

/**
 * The parts of a token: the number of its segments, their spelling, the JSON of the header, its parameters, the payload.
 * Each is read where those before are good. Of several faults of one, that which stands first in the table counts.
 */
export function parse(token: string): Parsed | { code: string } {
  const segments = token.split('.');
  const [first = '', second = '', third = ''] = segments;
  if (segments.length === 5) return { code: 'format.unsupported' };
  if (segments.length !== 3) return { code: 'format.malformed' };
  // The other alphabet (RFC 4648 §4) and padding decode; nothing else does.
  if (!/^[\w\-+/=]*$/u.test(first + second + third)) return { code: 'format.malformed' };
  if ([first, second, third].some((each) => each.replace(/=+$/u, '').length % 4 === 1))
    return { code: 'format.malformed' };
  const bytes = [first, second, third].map((each) => Buffer.from(each, 'base64url'));
  const isCanonical = bytes.every((each, index) => each.toString('base64url') === segments[index]);
  if (!isCanonical) return { code: 'format.not_canonical' };
  const [headerBytes = Buffer.of(), claimBytes = Buffer.of(), signature = Buffer.of()] = bytes;
  const header = objectOf(headerBytes);
  if (typeof header === 'string') return { code: header };
  const fault = faultOfHeader(header);
  if (fault !== undefined) return { code: fault };
  if (second === '') return { code: 'format.unsupported' };
  const claims = objectOf(claimBytes);
  if (typeof claims === 'string') return { code: claims };
  return { header, claims, signed: `${first}.${second}`, signature };
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

/** The numbers of a text that is JSON, as they are written. */
function numbersIn(text: string): readonly string[] {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"/gu, '""').match(/-?\d[\d.eE+-]*/gu) ?? [];
}

/** Whether a number is what JavaScript would write for it, to the last digit: as a fraction of whole numbers. */
function isHeld(number: string): boolean {
  const [[a, b], [c, d]] = [fractionOf(number), fractionOf(String(Number(number)))];
  return a * d === b * c;
}

function fractionOf(number: string): readonly [above: bigint, below: bigint] {
  const [mantissa = '', power = '0'] = number.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const shift = Number(power) - fraction.length;
  const digits = BigInt(`${whole}${fraction}`);
  return shift < 0 ? [digits, 10n ** BigInt(-shift)] : [digits * 10n ** BigInt(shift), 1n];
}

/** Bounded UTF-8 without a byte-order mark (RFC 8259 §8.1). Of a member that is there twice, no value is judged. */
function objectOf(bytes: Buffer): Members | string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (!isObject(value) || !isBounded(text)) return 'format.malformed';
    if (hasDuplicates(text)) return 'format.duplicate_member';
    if (!isWhole(value)) return 'format.malformed';
    return numbersIn(text).every(isHeld) ? value : 'format.inexact_number';
  } catch {
    return 'format.malformed';
  }
}
