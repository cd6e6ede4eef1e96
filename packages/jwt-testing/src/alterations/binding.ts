/** Tokens that are bound to a key, sent without a proof (RFC 7800, RFC 9449 §6, RFC 8705 §3). */

import { onClaims, type Alteration } from './alteration.js';

const THUMBPRINT = '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I';

const bound = (name: string, summary: string, cnf: unknown): Alteration => ({
  name,
  summary,
  code: 'binding.required',
  apply: onClaims(() => ({ cnf })),
});

/** Alterations by `cnf`. An unreadable `cnf` is a binding too. */
export const BINDING_ALTERATIONS: readonly Alteration[] = [
  bound('bound-to-dpop-key', 'The token is bound to a DPoP key, and the request has no proof.', {
    jkt: THUMBPRINT,
  }),
  bound('bound-to-certificate', 'The token is bound to a client certificate, and the request has none.', {
    'x5t#S256': THUMBPRINT,
  }),
  bound('bound-to-unknown-method', 'The token is bound by an unknown method.', {
    'x-future': THUMBPRINT,
  }),
  bound('cnf-is-empty', 'cnf is an empty object.', {}),
  bound('cnf-is-string', 'cnf is a string.', THUMBPRINT),
  bound('cnf-is-list', 'cnf is a list.', [{ jkt: THUMBPRINT }]),
  bound('cnf-is-null', 'cnf is null.', null),
];
