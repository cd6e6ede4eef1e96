/** `typ`: every other type of token (RFC 8725 §3.11, RFC 9068 §4). */

import { onHeader, onToken } from '../alterations/alteration.js';
import { valuesBut } from './values/json-values.js';
import { STRING_NEAR_MISSES } from './values/near-misses.js';
import { attack, attacksOf, named, type AttackClass } from './row.js';

const TYPES = [
  ...[
    '',
    'JWT',
    'jwt',
    'JOSE',
    'JOSE+JSON',
    'JWS',
    'JWE',
    'at',
    'at+',
    '+jwt',
    'at+jws',
    'at+jwe',
    'at+jwt+jwt',
    'at/jwt',
    'at-jwt',
  ],
  ...[
    'id+jwt',
    'id_token',
    'rt+jwt',
    'refresh+jwt',
    'Refresh',
    'Bearer',
    'bearer',
    'ID',
    'Offline',
    'access_token',
    'access+jwt',
  ],
  ...[
    'logout+jwt',
    'dpop+jwt',
    'secevent+jwt',
    'token-introspection+jwt',
    'oauth-authz-req+jwt',
    'client-authentication+jwt',
  ],
  ...[
    'jarm+jwt',
    'userinfo+jwt',
    'entity-statement+jwt',
    'trust-mark+jwt',
    'statuslist+jwt',
    'kb+jwt',
    'vc+jwt',
    'vp+jwt',
  ],
  ...[
    'dc+sd-jwt',
    'vc+sd-jwt',
    'sd-jwt',
    'openid4vci-proof+jwt',
    'oauth-client-attestation+jwt',
    'key-attestation+jwt',
    'txntoken+jwt',
  ],
  ...[
    'passport',
    'spiffe',
    'jwk+json',
    'jwk-set+json',
    'wit+jwt',
    'http-sig+jwt',
    'ce+jwt',
    'iv+jwt',
    'suppdata+jwt',
  ],
  ...[
    'text/at+jwt',
    'application',
    'application/',
    'application/jwt',
    'application/application/at+jwt',
    '/at+jwt',
    'application//at+jwt',
  ],
  ...[
    'application/at+jwt; charset=utf-8',
    'at+jwt;v=1',
    'at+jwt,JWT',
    'JWT,at+jwt',
    'at+jwt JWT',
    'application /at+jwt',
    'Application\\at+jwt',
  ],
];

/** `typ` compares without case, so a change of case is not a near miss. */
const SAME_BUT_FOR_CASE = new Set(['upper-case', 'first-letter-in-other-case']);
const NEAR_MISSES = Object.fromEntries(
  Object.entries(STRING_NEAR_MISSES).filter(([label]) => !SAME_BUT_FOR_CASE.has(label)),
);

/** Every type and every near miss of `typ`. */
export const TYPE_HEADER: AttackClass = {
  name: 'typ',
  summary: 'typ names another type of token.',
  attacks: () => [
    attack('typ/missing', {
      summary: 'The header has no typ.',
      code: 'type.mismatch',
      apply: onHeader((header) => ({ ...header, typ: undefined })),
    }),
    ...attacksOf('typ', named(TYPES), (typ, label) => ({
      summary: `typ is ${label}.`,
      code: 'type.mismatch',
      apply: onHeader((header) => ({ ...header, typ })),
    })),
    ...attacksOf('typ/near', NEAR_MISSES, (change, label) => ({
      summary: `typ is the right one with one change: ${label}.`,
      code: 'type.mismatch',
      apply: onHeader((header) => ({ ...header, typ: change(String(header['typ'])) })),
    })),
    ...attacksOf('typ/type', valuesBut('string'), (text, label) => ({
      summary: `typ is ${label}, not a string.`,
      code: 'format.malformed',
      apply: onHeader((header) => {
        const value = text.replaceAll('$good', () => JSON.stringify(header['typ']));
        return JSON.stringify({ ...header, typ: 0 }).replace('"typ":0', () => `"typ":${value}`);
      }),
    })),
    ...attacksOf('typ/elsewhere', { 'in-cty': 'cty', 'in-upper-case': 'TYP', 'in-type': 'type' }, (name) => ({
      summary: `The right type is in the header's "${name}".`,
      code: 'type.mismatch',
      apply: onHeader((header) => ({ ...header, typ: undefined, [name]: header['typ'] })),
    })),
    attack('typ/in-payload', {
      summary: 'The right type is in the payload, and the header has JWT.',
      code: 'type.mismatch',
      apply: onToken((_, { issuer, claims }) =>
        issuer.sign({ ...issuer.header(), typ: 'JWT' }, { ...claims, typ: 'at+jwt' }),
      ),
    }),
  ],
};
