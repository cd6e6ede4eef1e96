/** Tokens whose signature does not match (RFC 7515 §5.2). */

import { onToken, type TokenMaterial } from '../alterations/alteration.js';
import { signAsAttacker } from '../alterations/key.js';
import { encodeSegment, serialise, splitToken } from '../issuer/compact.js';
import { signBytes } from '../issuer/signing-key.js';
import { attacksOf, pairs, type AttackClass } from './row.js';
import { forgeriesFor } from './values/signature-bytes.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Good signatures over other bytes. */
const OVER_SOMETHING_ELSE: Readonly<Record<string, (header: string, payload: string) => string>> = {
  'payload-alone': (_, payload) => payload,
  'header-alone': (header) => header,
  'payload-before-header': (header, payload) => `${payload}.${header}`,
  'without-dot': (header, payload) => header + payload,
  'with-dot-after': (header, payload) => `${header}.${payload}.`,
  'with-newline-after': (header, payload) => `${header}.${payload}\n`,
  'decoded-payload': (_, payload) => Buffer.from(payload, 'base64url').toString(),
  'decoded-both': (header, payload) =>
    [header, payload].map((each) => Buffer.from(each, 'base64url').toString()).join('.'),
  'payload-unencoded': (header, payload) => `${header}.${Buffer.from(payload, 'base64url').toString()}`,
  'in-upper-case': (header, payload) => `${header}.${payload}`.toUpperCase(),
  'with-empty-payload': (header) => `${header}.`,
  'with-empty-header': (_, payload) => `.${payload}`,
  nothing: () => '',
};

/** The signature of a token that differs in one claim, or in the header. */
const OTHER_TOKENS: Readonly<Record<string, (material: TokenMaterial) => string>> = {
  'token-with-other-jti': ({ issuer, claims }) => issuer.sign(issuer.header(), { ...claims, jti: 'other' }),
  'token-with-other-sub': ({ issuer, claims }) => issuer.sign(issuer.header(), { ...claims, sub: 'admin' }),
  'token-with-other-exp': ({ issuer, claims }) => issuer.sign(issuer.header(), { ...claims, exp: 1 }),
  'token-with-other-typ': ({ issuer, claims }) => issuer.sign({ ...issuer.header(), typ: 'JWT' }, claims),
  'token-with-claims-in-other-order': ({ issuer, claims }) =>
    issuer.sign(issuer.header(), Object.fromEntries(Object.entries(claims).reverse())),
  'token-with-a-space-in-it': ({ issuer, claims }) =>
    issuer.sign(issuer.header(), `${JSON.stringify(claims)} `),
  'empty-token': ({ issuer }) => issuer.sign({}, {}),
};

/** A zero byte that is left out: as a number the signature is the same, as bytes it is not (RFC 8017 §8.1.2). */
const ZEROS = { 'leading-zero': 0, 'final-zero': -1 } as const;

/** Values whose characters are changed one by one, and the code of each change. */
const HEADER_VALUES = { alg: 'algorithm.not_allowed', kid: 'key.unknown', typ: 'signature.invalid' } as const;
const PAYLOAD_VALUES = {
  iss: 'issuer.untrusted',
  sub: 'signature.invalid',
  aud: 'signature.invalid',
  client_id: 'signature.invalid',
  jti: 'signature.invalid',
  exp: 'signature.invalid',
  iat: 'signature.invalid',
} as const;
const POSITIONS = {
  first: 0,
  'near-first': 0.15,
  'before-middle': 0.35,
  middle: 0.5,
  'after-middle': 0.7,
  'near-last': 0.9,
  last: 1,
};

/** The value with one character changed, so that the JSON stays well formed. */
function editAt(value: unknown, place: number): unknown {
  const text = Array.isArray(value) ? String(value[0]) : String(value);
  const index = Math.min(text.length - 1, Math.floor(text.length * place));
  const letter = text.charAt(index);
  // A digit becomes another digit, and not a leading zero.
  const other = /\d/u.test(letter) ? String((Number(letter) % 9) + 1) : letter === 'x' ? 'y' : 'x';
  const edited = text.slice(0, index) + other + text.slice(index + 1);
  return typeof value === 'number' ? Number(edited) : edited;
}

/** Every signature that is not the issuer's signature of exactly this token. */
export const SIGNATURE: AttackClass = {
  name: 'signature',
  summary: 'The signature does not match the token and the key of its issuer.',
  attacks: (aim) => [
    ...attacksOf('signature/bytes', forgeriesFor(aim), (forge, label) => ({
      summary: `The bytes of the signature are: ${label}.`,
      code: 'signature.invalid',
      apply: onToken((token) => {
        const [header, payload, signature] = splitToken(token);
        return `${header}.${payload}.${encodeSegment(forge(Buffer.from(signature, 'base64url')))}`;
      }),
    })),
    ...attacksOf('signature/without', ZEROS, (place, label) => ({
      summary: `A good signature without a zero: its ${label}.`,
      code: 'signature.invalid',
      apply: onToken((_, material) => {
        const [head, signature] = signedWithZero(material, place);
        return `${head}.${encodeSegment(place === 0 ? signature.subarray(1) : signature.subarray(0, -1))}`;
      }),
    })),
    ...attacksOf('signature/over', OVER_SOMETHING_ELSE, (choose, label) => ({
      summary: `A signature of the issuer over ${label}.`,
      code: 'signature.invalid',
      apply: onToken((_, { issuer, claims }) =>
        serialise(issuer.header(), claims, (bytes) => {
          const [header = '', payload = ''] = Buffer.from(bytes).toString().split('.');
          return signRaw(issuer, choose(header, payload));
        }),
      ),
    })),
    ...attacksOf('signature/of', OTHER_TOKENS, (other, label) => ({
      summary: `A good signature of the issuer for another token: ${label}.`,
      code: 'signature.invalid',
      apply: onToken((token, material) => {
        const [header, payload] = splitToken(token);
        return `${header}.${payload}.${splitToken(other(material))[2]}`;
      }),
    })),
    ...attacksOf('signature/header-edited', pairs(HEADER_VALUES, POSITIONS), ([code, place], label) => ({
      summary: `One character of the header is changed after signing: ${label}.`,
      code,
      apply: onToken((token, { issuer }) => {
        const [, payload, signature] = splitToken(token);
        const name = label.slice(0, label.indexOf('-'));
        const header: Record<string, unknown> = { ...issuer.header() };
        return `${encodeSegment({ ...header, [name]: editAt(header[name], place) })}.${payload}.${signature}`;
      }),
    })),
    ...attacksOf('signature/payload-edited', pairs(PAYLOAD_VALUES, POSITIONS), ([code, place], label) => ({
      summary: `One character of the payload is changed after signing: ${label}.`,
      code,
      apply: onToken((token, { claims }) => {
        const [header, , signature] = splitToken(token);
        const name = label.slice(0, label.indexOf('-'));
        return `${header}.${encodeSegment({ ...claims, [name]: editAt(claims[name], place) })}.${signature}`;
      }),
    })),
    ...attacksOf('signature/segment-edited', Object.fromEntries(charactersOf(32)), (share, label) => ({
      summary: `One base64url character of the signature is another one: ${label}.`,
      code: 'signature.invalid',
      apply: onToken((token) => {
        const [header, payload, signature] = splitToken(token);
        // Not the last character, which may have unused bits.
        const at = Math.floor((signature.length - 1) * share);
        const other = ALPHABET.charAt((ALPHABET.indexOf(signature.charAt(at)) + 1) % 64);
        return `${header}.${payload}.${signature.slice(0, at)}${other}${signature.slice(at + 1)}`;
      }),
    })),
    ...attacksOf(
      'signature/by-attacker',
      { 'kid-of-issuer': {}, 'cty-as-well': { cty: 'JWT' } },
      (header, label) => ({
        summary: `The attacker's own key, under the kid of the issuer: ${label}.`,
        code: 'signature.invalid',
        apply: onToken((_, material) => signAsAttacker(material, () => header)),
      }),
    ),
  ],
};

/** Signs tokens until a signature has a zero at this index: one in 256 has. */
function signedWithZero(
  { issuer, claims }: TokenMaterial,
  index: 0 | -1,
): readonly [head: string, signature: Buffer] {
  for (let attempt = 0; ; attempt += 1) {
    const [header, payload, signature] = splitToken(
      issuer.sign(issuer.header(), { ...claims, jti: `attempt-${String(attempt)}` }),
    );
    const bytes = Buffer.from(signature, 'base64url');
    if (bytes.at(index) === 0) return [`${header}.${payload}`, bytes];
  }
}

function signRaw(issuer: TokenMaterial['issuer'], signingInput: string): Uint8Array {
  const { algorithm, privateKey } = issuer.signingKey();
  return signBytes(algorithm, privateKey, Buffer.from(signingInput));
}

function charactersOf(count: number): readonly (readonly [string, number])[] {
  return Array.from({ length: count }, (_, at) => [
    `character-${String(at)}-of-${String(count)}`,
    at / count,
  ]);
}
