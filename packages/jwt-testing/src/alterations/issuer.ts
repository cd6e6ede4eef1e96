/** Tokens of another issuer, with a good signature (RFC 7519 §4.1.1). */

import { onClaims, type Alteration } from './alteration.js';

/** Alterations of `iss`. */
export const ISSUER_ALTERATIONS: readonly Alteration[] = [
  {
    name: 'iss-missing',
    summary: 'The token has no iss.',
    code: 'issuer.missing',
    apply: onClaims(() => ({ iss: undefined })),
  },
  {
    name: 'iss-is-number',
    summary: 'iss is a number.',
    code: 'issuer.malformed',
    apply: onClaims(() => ({ iss: 1 })),
  },
  {
    name: 'iss-is-null',
    summary: 'iss is null.',
    code: 'issuer.malformed',
    apply: onClaims(() => ({ iss: null })),
  },
  {
    name: 'iss-is-list',
    summary: 'iss is a list with the trusted issuer in it.',
    code: 'issuer.malformed',
    apply: onClaims(({ iss }) => ({ iss: [iss, 'https://attacker.example'] })),
  },
  {
    name: 'iss-unknown',
    summary: 'iss is an issuer that the service does not accept.',
    code: 'issuer.untrusted',
    apply: onClaims(() => ({ iss: 'https://attacker.example' })),
  },
  {
    name: 'iss-with-slash',
    summary: 'A slash follows the trusted iss.',
    code: 'issuer.untrusted',
    apply: onClaims((_, { issuer }) => ({ iss: `${issuer.url}/` })),
  },
  {
    name: 'iss-in-upper-case',
    summary: 'The scheme of the trusted iss is in upper case.',
    code: 'issuer.untrusted',
    apply: onClaims((_, { issuer }) => ({ iss: issuer.url.replace('http', 'HTTP') })),
  },
  {
    name: 'iss-with-trusted-prefix',
    summary: 'iss starts with the trusted one.',
    code: 'issuer.untrusted',
    apply: onClaims((_, { issuer }) => ({ iss: `${issuer.url}.attacker.example` })),
  },
  {
    name: 'iss-names-object-member',
    summary: 'iss is the name of a member that every object inherits.',
    code: 'issuer.untrusted',
    apply: onClaims(() => ({ iss: '__proto__' })),
  },
];
