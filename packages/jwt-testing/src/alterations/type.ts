/** Tokens of another type, from the same issuer with the same key (RFC 8725 §3.11, RFC 9068 §4). */

import { onHeader, onToken, type Alteration } from './alteration.js';

const typed = (name: string, typ: string | undefined, summary: string): Alteration => ({
  name,
  summary,
  code: 'type.mismatch',
  apply: onHeader((header) => ({ ...header, typ })),
});

/** Alterations of `typ`. */
export const TYPE_ALTERATIONS: readonly Alteration[] = [
  {
    name: 'id-token',
    summary: 'The token is an ID token (OpenID Connect Core §2) that names this service.',
    code: 'type.mismatch',
    apply: onToken((_, { issuer, claims }) =>
      issuer.sign(
        { ...issuer.header(), typ: 'JWT' },
        { ...claims, nonce: 'n-0S6_WzA2Mj', auth_time: claims['iat'] },
      ),
    ),
  },
  typed('typ-missing', undefined, 'The header has no typ.'),
  typed('typ-empty', '', 'typ is an empty string.'),
  typed(
    'typ-of-logout-token',
    'logout+jwt',
    'The token is a logout token (OpenID Connect Back-Channel Logout §2.4).',
  ),
  typed('typ-of-proof', 'dpop+jwt', 'The token is a DPoP proof (RFC 9449 §4.2).'),
  typed('typ-with-space', 'at+jwt ', 'A space follows the right typ.'),
  typed('typ-with-right-prefix', 'at+jwt+x', 'typ starts with the right one.'),
];
