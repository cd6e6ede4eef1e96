/** Edge cases of the form of the credential and the token. */

import { onHeader, onPayload, onRequest, onToken } from '../alterations/alteration.js';
import { encodeSegment, serialise, splitToken } from '../issuer/compact.js';
import { signBytes, type SigningAlgorithm } from '../issuer/signing-key.js';
import { secondSignature } from '../attacks/values/curve.js';
import { withHeader } from '../http/request-description.js';
import { edgeCasesOf, type EdgeCase, type EdgeCaseEntry } from './edge-case.js';

const authorised = (name: string, value: (token: string) => string): EdgeCaseEntry =>
  onRequest((request, token) => withHeader(request, name, value(token)));

const CREDENTIAL: Readonly<Record<string, EdgeCaseEntry>> = {
  'scheme-in-lower-case': authorised('Authorization', (token) => `bearer ${token}`),
  'scheme-in-upper-case': authorised('Authorization', (token) => `BEARER ${token}`),
  'scheme-in-mixed-case': authorised('Authorization', (token) => `bEaReR ${token}`),
  'two-spaces': authorised('Authorization', (token) => `Bearer  ${token}`),
  'many-spaces': authorised('Authorization', (token) => `Bearer${' '.repeat(20)}${token}`),
  'header-in-lower-case': authorised('authorization', (token) => `Bearer ${token}`),
  'header-in-upper-case': authorised('AUTHORIZATION', (token) => `Bearer ${token}`),
  'with-proxy-authorization': onRequest((request, token) =>
    withHeader(withHeader(request, 'Proxy-Authorization', 'Basic dTpw'), 'Authorization', `Bearer ${token}`),
  ),
  'with-cookie': onRequest((request, token) =>
    withHeader(withHeader(request, 'Cookie', 'access_token=x'), 'Authorization', `Bearer ${token}`),
  ),
};

const escaped = (text: string): string =>
  Array.from(text)
    .map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
/** Every string of a flat JSON text, written in escapes. */
const inEscapes = (json: string): string =>
  json.replace(/"((?:[^"\\]|\\.)*)"/gu, (whole) => `"${escaped(JSON.parse(whole) as string)}"`);
const turned = (json: string): string =>
  JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(json) as object).reverse()));

const TEXTS: Readonly<Record<string, (json: string) => string>> = {
  indented: (json) => JSON.stringify(JSON.parse(json), undefined, 2),
  'indented-with-tabs': (json) => JSON.stringify(JSON.parse(json), undefined, '\t'),
  'with-crlf': (json) => JSON.stringify(JSON.parse(json), undefined, 1).replaceAll('\n', '\r\n'),
  'blanks-before': (json) => ` \t\r\n${json}`,
  'blanks-after': (json) => `${json} \t\r\n`,
  'newline-after': (json) => `${json}\n`,
  'members-turned': turned,
  'everything-escaped': inEscapes,
  'slashes-escaped': (json) => json.replaceAll('/', '\\/'),
  'escapes-in-capitals': (json) => inEscapes(json).replace(/[0-9a-f]{4}/gu, (hex) => hex.toUpperCase()),
};

/** A header type in each of its spellings (RFC 7515 §4.1.9). */
const typed = (change: (typ: string) => string): EdgeCaseEntry =>
  onHeader((header) => ({ ...header, typ: change(String(header['typ'])) }));
const TYPES: Readonly<Record<string, EdgeCaseEntry>> = {
  'upper-case': typed((typ) => typ.toUpperCase()),
  'mixed-case': typed((typ) => typ.replace(/^./u, (letter) => letter.toUpperCase())),
  'with-prefix': typed((typ) => `application/${typ}`),
  'with-prefix-in-upper-case': typed((typ) => `APPLICATION/${typ.toUpperCase()}`),
  'with-prefix-in-mixed-case': typed((typ) => `Application/${typ}`),
};

const EXTRA: Readonly<Record<string, unknown>> = {
  cty: 'JWT',
  iss: 'https://attacker.example',
  exp: 1,
  nonce: 'n',
  jku: 'https://attacker.example/jwks',
  jwk: { kty: 'oct', k: 'AAAA' },
  x5u: 'https://attacker.example/cert',
  x5c: [],
  x5t: 'AAAA',
  'x5t#S256': 'AAAA',
  enc: 'A256GCM',
  epk: {},
  apu: '',
  p2c: 1_000_000,
  CRIT: ['exp'],
  Zip: 'DEF',
  B64: false,
  'alg ': 'none',
  ALG: 'none',
  '': 'empty',
  url: 'https://orders.example/',
  constructor: 'x',
  toString: null,
  'with-unicode-\u00e9\u{1f511}': '\u{1f511}',
  deep: { a: [[[[{ b: [] }]]]] },
  number: 1e300,
};

const PARAMETERS = Object.fromEntries(
  Object.entries(EXTRA).map(([name, value], index) => [
    `${String(index)}-${name.replace(/[^\w#-]/gu, '~')}`,
    onHeader((header) => ({ ...header, ...Object.fromEntries([[name, value]]) })),
  ]),
);

const KEYS: Readonly<Record<string, EdgeCaseEntry>> = {
  'without-kid': ['oneKey', onHeader((header) => ({ ...header, kid: undefined }))],
};

const named = (alg: 'EdDSA' | 'Ed25519'): EdgeCaseEntry =>
  onToken((_, { issuer, claims }) => {
    const { privateKey } = issuer.signingKey();
    return serialise({ ...issuer.header(), alg }, claims, (bytes) => signBytes('EdDSA', privateKey, bytes));
  });
const SECOND_SIGNATURE: EdgeCaseEntry = onToken((token, { issuer }) => {
  const [header, payload, signature] = splitToken(token);
  const second = secondSignature(Buffer.from(signature, 'base64url'), issuer.header().alg);
  return `${header}.${payload}.${encodeSegment(second)}`;
});

/** Edge cases of some algorithms. A token with the second ECDSA signature is the same token by its claims. */
function algorithmic(alg: SigningAlgorithm): Readonly<Record<string, EdgeCaseEntry>> {
  if (alg === 'EdDSA' || alg === 'Ed25519')
    return { 'older-name': named('EdDSA'), 'newer-name': named('Ed25519') };
  return alg.startsWith('ES') ? { 'second-signature': SECOND_SIGNATURE } : {};
}

/** Every edge case of the form. */
export function formEdgeCases(alg: SigningAlgorithm): readonly EdgeCase[] {
  return [
    ...edgeCasesOf('credential', 'The credential is in an unusual form', CREDENTIAL),
    ...edgeCasesOf('typ', 'typ is in an unusual spelling', TYPES),
    ...edgeCasesOf('header-parameter', 'The header has an unusual member', PARAMETERS),
    ...edgeCasesOf('key', 'The key is named in an unusual way', KEYS),
    ...edgeCasesOf('algorithm', 'The signature is in an unusual form', algorithmic(alg)),
    ...edgeCasesOf(
      'header-text',
      'The JSON of the header is in an unusual form',
      mapped((change) => onHeader((header) => change(JSON.stringify(header)))),
    ),
    ...edgeCasesOf(
      'payload-text',
      'The JSON of the payload is in an unusual form',
      mapped((change) => onPayload(change)),
    ),
  ];
}

function mapped(
  make: (change: (json: string) => string) => EdgeCaseEntry,
): Readonly<Record<string, EdgeCaseEntry>> {
  return Object.fromEntries(Object.entries(TEXTS).map(([label, change]) => [label, make(change)]));
}
