/** `iss`: everything that is not exactly the trusted string (RFC 7519 §4.1.1, RFC 8725 §3.8). */

import { onClaims, onToken } from '../alterations/alteration.js';
import { onClaimText, valuesBut } from './values/json-values.js';
import { confuse, STRING_NEAR_MISSES } from './values/near-misses.js';
import { attack, attacksOf, type AttackClass } from './row.js';
import { URL_NEAR_MISSES } from './values/url-near-misses.js';

const OTHERS = {
  empty: '',
  attacker: 'https://attacker.example',
  'self-issued': 'https://self-issued.me',
  accounts: 'https://accounts.google.com',
  'this-service': 'https://orders.example',
  localhost: 'http://localhost',
  null: 'null',
} as const;

/** Every type and every near miss of `iss`. */
export const ISSUER_CLAIM: AttackClass = {
  name: 'iss',
  summary: 'iss is of another type, or a near miss of the trusted one.',
  attacks: () => [
    attack('iss/missing', {
      summary: 'The token has no iss.',
      code: 'issuer.missing',
      apply: onClaims(() => ({ iss: undefined })),
    }),
    ...attacksOf('iss/type', valuesBut('string'), (text, label) => ({
      summary: `iss is ${label}.`,
      code: 'issuer.malformed',
      apply: onClaimText('iss', text),
    })),
    ...attacksOf('iss/near', { ...STRING_NEAR_MISSES, ...URL_NEAR_MISSES }, (change, label) => ({
      summary: `iss is the trusted one with one change: ${label}.`,
      code: 'issuer.untrusted',
      apply: onClaims(({ iss }) => ({ iss: confuse(String(iss), change) })),
    })),
    ...attacksOf('iss/other', OTHERS, (iss, label) => ({
      summary: `iss is ${label}.`,
      code: 'issuer.untrusted',
      apply: onClaims(() => ({ iss })),
    })),
    ...attacksOf(
      'iss/elsewhere',
      { 'upper-case': 'ISS', 'full-name': 'issuer', 'with-space': 'iss ' },
      (name) => ({
        summary: `The trusted issuer is in "${name}".`,
        code: 'issuer.missing',
        apply: onClaims(({ iss }) => ({ iss: undefined, [name]: iss })),
      }),
    ),
    ...attacksOf(
      'iss/in-header',
      { missing: undefined, untrusted: 'https://attacker.example' },
      (iss, label) => ({
        summary: `The trusted issuer is in the header, and iss is ${label}.`,
        code: iss === undefined ? 'issuer.missing' : 'issuer.untrusted',
        apply: onToken((_, { issuer, claims }) =>
          issuer.sign({ ...issuer.header(), iss: issuer.url }, { ...claims, iss }),
        ),
      }),
    ),
  ],
};
