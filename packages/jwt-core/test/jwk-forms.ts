/** Public keys with one member that is not written as RFC 7517, RFC 7518 §6 and RFC 8037 want it. */

import type { Algorithm } from '../src/jose/algorithms.js';
import type { Jwk } from '../src/jose/jwk.js';
import { createSigner } from './mint.js';

/** A key that is good but for one member. */
export interface MalformedJwk {
  readonly alg: Algorithm;
  readonly member: string;
  readonly form: string;
  readonly jwk: Jwk;
  /** Why the key is refused. */
  readonly reason: string;
}

/** Values of every JSON type but text, for the type check. `null` is in {@link NULL}: of some members it says nothing. */
const OTHER_TYPES: readonly (readonly [form: string, of: (good: unknown) => unknown])[] = [
  ['a list of the good value', (good) => [good]],
  ['a list of lists of the good value', (good) => [[good]]],
  ['an empty list', () => []],
  ['a list of two values', (good) => [good, good]],
  ['a mapping', (good) => ({ value: good })],
  ['a mapping that looks like a string', (good) => ({ toString: good, length: 43 })],
  ['0', () => 0],
  ['a number', () => 65_537],
  ['true', () => true],
  ['false', () => false],
];

/** Spellings of a number that are not its one canonical spelling. */
const SPELLINGS: readonly (readonly [form: string, of: (good: string) => string, fault: string])[] = [
  ['nothing', () => '', 'is empty'],
  ['padding', (good) => `${good}=`, 'is not base64url without padding'],
  ['much padding', (good) => `${good}==`, 'is not base64url without padding'],
  ['a space before it', (good) => ` ${good}`, 'is not base64url without padding'],
  ['a space after it', (good) => `${good} `, 'is not base64url without padding'],
  ['a line end', (good) => `${good}\n`, 'is not base64url without padding'],
  [
    'a line end within it',
    (good) => `${good.slice(0, 4)}\n${good.slice(4)}`,
    'is not base64url without padding',
  ],
  ['the other alphabet', (good) => `+/${good.slice(2)}`, 'is not base64url without padding'],
  ['a percent escape', (good) => `${good.slice(0, -1)}%41`, 'is not base64url without padding'],
  ['a letter beyond ASCII', (good) => `${good.slice(0, -1)}é`, 'is not base64url without padding'],
  ['a letter beyond ASCII', (good) => `${good.slice(0, -1)}é`, 'is not base64url without padding'],
  ['a NUL', (good) => `${good}\0`, 'is not base64url without padding'],
  ['one character', () => 'A', 'is not canonical base64url'],
];

const COORDINATE_BYTES = { ES256: 32, ES384: 48, ES512: 66, EdDSA: 32 } as const;
const NUMBERS = { RS256: ['n', 'e'], ES256: ['x', 'y'], ES384: ['x', 'y'], ES512: ['x', 'y'], EdDSA: ['x'] };
const TYPES = ['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;

const inBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** A key without one of its members. */
export function without(jwk: Jwk, name: string): Jwk {
  return Object.fromEntries(Object.entries(jwk).filter(([member]) => member !== name));
}

/** Every member that is used, of every key type, in every wrong form. */
export async function malformedJwks(): Promise<readonly MalformedJwk[]> {
  const keys = await Promise.all(
    TYPES.map(async (alg) => [alg, (await createSigner(alg, 'bad')).jwk] as const),
  );
  return keys.flatMap(([alg, good]) => [
    ...labels(alg, good),
    ...NUMBERS[alg].flatMap((member) => numbers(alg, good, member)),
    ...(alg === 'RS256' ? integers(good) : coordinates(alg, good)),
  ]);
}

/** What the key says of itself. */
function labels(alg: Algorithm, good: Jwk): readonly MalformedJwk[] {
  const required = alg === 'RS256' ? ['kty'] : ['kty', 'crv'];
  return [
    ...required.flatMap((member) => [
      row({ alg, good, member }, 'absent', undefined, 'is missing'),
      ...typesOf({ alg, good, member }),
      row({ alg, good, member }, 'null', null, 'is not a string'),
    ]),
    ...['kid', 'alg', 'use'].flatMap((member) =>
      typesOf({ alg, good, member }).filter(({ form }) => form !== 'an empty list'),
    ),
    ...[
      ...(['verify', 1, true, {}, { 0: 'verify', length: 1 }] as const),
      ...[[null], [1], ['verify', 1], [['verify']], ['verify', null]],
    ].map((value) =>
      row({ alg, good, member: 'key_ops' }, JSON.stringify(value), value, 'is not a list of strings'),
    ),
    row({ alg, good, member: 'key_ops' }, 'twice', ['verify', 'verify'], 'names an operation twice'),
    row({ alg, good, member: 'key_ops' }, 'another twice', ['verify', 'x', 'x'], 'names an operation twice'),
  ];
}

/** How serialisers write a member that has no value. */
export const NOTHING: readonly unknown[] = [null, [], ''];

/** The members that a key may have, and that say nothing in these forms: also what only its owner may have. */
export const OPTIONAL_MEMBERS: readonly string[] = [
  ...['kid', 'alg', 'use', 'key_ops', 'x5c', 'x5t', 'x5t#S256', 'x5u', 'ext', 'iat', 'nbf', 'exp'],
  ...['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'],
];

interface Place {
  readonly alg: Algorithm;
  readonly good: Jwk;
  readonly member: string;
}

function row({ alg, good, member }: Place, form: string, value: unknown, fault: string): MalformedJwk {
  const jwk = value === undefined ? without(good, member) : { ...good, [member]: value };
  return { alg, member, form, jwk, reason: `${member} ${fault}` };
}

function typesOf(place: Place): readonly MalformedJwk[] {
  return OTHER_TYPES.map(([form, of]) => row(place, form, of(place.good[place.member]), 'is not a string'));
}

/** What is a number in base64url. */
function numbers(alg: Algorithm, good: Jwk, member: string): readonly MalformedJwk[] {
  const place = { alg, good, member };
  const text = String(good[member]);
  const bytes = Buffer.from(text, 'base64url');
  return [
    row(place, 'absent', undefined, 'is missing'),
    row(place, 'null', null, 'is not a string'),
    ...typesOf(place),
    ...SPELLINGS.map(([form, of, fault]) => row(place, form, of(text), fault)),
    // Where the last character has bits that say nothing.
    ...(bytes.length % 3 === 0
      ? []
      : [
          row(
            place,
            'an unused bit',
            `${text.slice(0, -1)}${next(text.slice(-1))}`,
            'is not canonical base64url',
          ),
        ]),
  ];
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function next(character: string): string {
  return ALPHABET.charAt(ALPHABET.indexOf(character) + 1);
}

/** RFC 7518 §2: the fewest octets. */
function integers(good: Jwk): readonly MalformedJwk[] {
  const [n, e] = [good['n'], good['e']].map((text) => Buffer.from(String(text), 'base64url'));
  if (n === undefined || e === undefined) throw new Error('The key has no n or no e.');
  const fault = 'begins with a zero octet';
  const at = (member: string): Place => ({ alg: 'RS256', good, member });
  return [
    row(at('n'), 'two zero octets', inBase64(Buffer.concat([Buffer.alloc(2), n])), fault),
    row(at('n'), 'zero', 'AA', fault),
    row(at('n'), 'a zero octet before a small number', inBase64(Buffer.concat([Buffer.alloc(1), e])), fault),
    row(at('e'), 'one zero octet', inBase64(Buffer.concat([Buffer.alloc(1), e])), fault),
    row(at('e'), 'zero', 'AA', fault),
    row(at('e'), 'a zero octet before 0x80', inBase64(Buffer.from([0, 0x81])), fault),
  ];
}

/** RFC 7518 §6.2.1.2: as many octets as the curve has, also where the first are zero. */
function coordinates(alg: keyof typeof COORDINATE_BYTES, good: Jwk): readonly MalformedJwk[] {
  const wanted = COORDINATE_BYTES[alg];
  return NUMBERS[alg].flatMap((member) => {
    const bytes = Buffer.from(String(good[member]), 'base64url');
    const of = (form: string, other: Uint8Array): MalformedJwk =>
      row(
        { alg, good, member },
        form,
        inBase64(other),
        `has ${String(other.length)} octets: its curve has ${String(wanted)}`,
      );
    return [
      of('one octet less', bytes.subarray(0, -1)),
      of('one octet more', Buffer.concat([bytes, Buffer.alloc(1)])),
      of('a zero octet before it', Buffer.concat([Buffer.alloc(1), bytes])),
      of('one octet', Buffer.alloc(1)),
      of('an uncompressed point (SEC 1)', Buffer.concat([Buffer.from([4]), bytes, bytes])),
    ];
  });
}
