/** Good tokens in another serialisation, and polyglot texts (RFC 7515 §7.2, CVE-2022-39227). */

import { deflateRawSync, gzipSync } from 'node:zlib';
import type { ReasonCode } from '@org/jwt-core';
import { onToken } from '../alterations/alteration.js';
import { splitToken } from '../issuer/compact.js';
import { attacksOf, type AttackClass } from './row.js';

type Parts = {
  readonly token: string;
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
};

const flattened = ({ header, payload, signature }: Parts): string =>
  JSON.stringify({ payload, protected: header, signature });
const general = ({ header, payload, signature }: Parts): string =>
  JSON.stringify({ payload, signatures: [{ protected: header, signature }] });
const encode = (text: string | Uint8Array): string => Buffer.from(text).toString('base64url');

const FORMS: Readonly<Record<string, readonly [ReasonCode, (parts: Parts) => string]>> = {
  // A comma means two credentials, which the first check denies.
  flattened: ['credential.ambiguous', flattened],
  general: ['credential.ambiguous', general],
  'flattened-without-commas': ['credential.malformed', (parts) => flattened(parts).replaceAll(',', ' ')],
  'one-member': ['credential.malformed', ({ token }) => JSON.stringify({ token })],
  'json-string': ['credential.malformed', ({ token }) => JSON.stringify(token)],
  'json-list': ['credential.malformed', ({ token }) => JSON.stringify([token])],
  'flattened-encoded': ['format.malformed', (parts) => encode(flattened(parts))],
  'general-encoded': ['format.malformed', (parts) => encode(general(parts))],
  'flattened-as-header': [
    'format.malformed',
    (parts) => `${encode(flattened(parts))}.${parts.payload}.${parts.signature}`,
  ],
  'flattened-as-payload': [
    'signature.invalid',
    ({ header, payload, signature }) =>
      `${header}.${encode(`${Buffer.from(payload, 'base64url').toString().slice(0, -1)},"payload":"x","signatures":[]}`)}.${signature}`,
  ],
  'compact-in-member-name': [
    'credential.ambiguous',
    ({ header, payload, signature, token }) =>
      JSON.stringify({ [`${token}.`]: '', protected: header, payload, signature }),
  ],
  'compact-in-only-member-name': [
    'credential.malformed',
    ({ token }) => JSON.stringify({ [`${token}.`]: '' }),
  ],
  'token-encoded': ['format.malformed', ({ token }) => encode(token)],
  'token-in-hex': ['format.malformed', ({ token }) => Buffer.from(token).toString('hex')],
  'token-gzipped': ['format.malformed', ({ token }) => encode(gzipSync(token))],
  'token-deflated': ['format.malformed', ({ token }) => encode(deflateRawSync(token))],
  'token-percent-encoded': ['credential.malformed', ({ token }) => token.replaceAll('.', '%2E')],
  'scheme-twice': ['credential.malformed', ({ token }) => `Bearer ${token}`],
  'scheme-glued': ['format.malformed', ({ token }) => `Bearer.${token}`],
  'two-tokens-with-comma': ['credential.ambiguous', ({ token }) => `${token},${token}`],
  'two-tokens-with-comma-and-space': ['credential.ambiguous', ({ token }) => `${token}, ${token}`],
  'two-tokens-with-space': ['credential.malformed', ({ token }) => `${token} ${token}`],
  'two-tokens-with-semicolon': ['credential.malformed', ({ token }) => `${token};${token}`],
  'two-tokens-with-tilde': ['format.unsupported', ({ token }) => `${token}~${token}`],
  'sd-jwt': ['format.malformed', ({ token }) => `${token}~`],
  'sd-jwt-with-disclosure': ['format.malformed', ({ token }) => `${token}~WyJzYWx0IiwiYSIsMV0~`],
  'parameter-syntax': ['credential.malformed', ({ token }) => `token="${token}"`],
  'parameter-without-quotes': ['credential.malformed', ({ token }) => `token=${token}`],
  'auth-parameters': ['credential.ambiguous', ({ token }) => `realm="x", token="${token}"`],
  'in-quotes': ['credential.malformed', ({ token }) => `"${token}"`],
  'in-angle-brackets': ['credential.malformed', ({ token }) => `<${token}>`],
  'with-fragment': ['credential.malformed', ({ token }) => `${token}#x`],
  'with-query': ['credential.malformed', ({ token }) => `${token}?x=y`],
  'with-colon': ['credential.malformed', ({ token }) => `user:${token}`],
  'header-encoded-twice': [
    'format.malformed',
    ({ header, payload, signature }) => `${encode(header)}.${payload}.${signature}`,
  ],
  'payload-encoded-twice': [
    'format.malformed',
    ({ header, payload, signature }) => `${header}.${encode(payload)}.${signature}`,
  ],
  'signature-encoded-twice': [
    'signature.invalid',
    ({ header, payload, signature }) => `${header}.${payload}.${encode(signature)}`,
  ],
  'header-in-clear': [
    'credential.ambiguous',
    ({ header, payload, signature }) =>
      `${Buffer.from(header, 'base64url').toString()}.${payload}.${signature}`,
  ],
  paseto: ['format.malformed', ({ payload }) => `v4.public.${payload}.`],
  'word-null': ['format.malformed', () => 'null'],
  'word-undefined': ['format.malformed', () => 'undefined'],
  'object-text': ['credential.malformed', () => '[object Object]'],
  'basic-credentials': ['format.malformed', () => 'dXNlcjpwYXNzd29yZA=='.replaceAll('=', '')],
  'opaque-token': ['format.malformed', () => 'mF_9B5f-41JqM'],
  'zip-of-nothing': ['format.malformed', () => 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA'],
};

/** Every text that contains a good token and is not one. */
export const SERIALISATION: AttackClass = {
  name: 'serialisation',
  summary: 'The token is written in another serialisation, or in a polyglot text.',
  attacks: () =>
    attacksOf('serialisation', FORMS, ([code, write], label) => ({
      summary: `The token is written as ${label}.`,
      code,
      apply: onToken((token) => {
        const [header, payload, signature] = splitToken(token);
        return write({ token, header, payload, signature });
      }),
    })),
};
