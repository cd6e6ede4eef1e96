/** `cnf`: a token that is bound to a key, sent as a plain bearer token (RFC 7800, RFC 9449 §6, RFC 8705 §3). */

import { onClaimText, valuesBut } from './values/json-values.js';
import { attacksOf, type AttackClass } from './row.js';

const THUMBPRINT = '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I';

const METHODS: Readonly<Record<string, unknown>> = {
  jkt: { jkt: THUMBPRINT },
  'jkt-empty': { jkt: '' },
  'jkt-null': { jkt: null },
  'jkt-in-upper-case': { JKT: THUMBPRINT },
  'jkt-in-list': { jkt: [THUMBPRINT] },
  x5t: { 'x5t#S256': THUMBPRINT },
  jwk: { jwk: { kty: 'oct', k: 'AAAA' } },
  jwe: { jwe: 'a.b.c.d.e' },
  kid: { kid: 'es256-1' },
  jku: { jku: 'https://attacker.example/jwks', kid: 'x' },
  two: { jkt: THUMBPRINT, 'x5t#S256': THUMBPRINT },
  unknown: { 'x-future': THUMBPRINT },
  none: { none: true },
};

const TEXTS = Object.fromEntries(Object.entries(METHODS).map(([label, cnf]) => [label, JSON.stringify(cnf)]));

/** Every value of `cnf`. An unreadable value is a binding too. */
export const BINDING_CLAIM: AttackClass = {
  name: 'cnf',
  summary: 'The token is bound to a key, and the request has no proof.',
  attacks: () => [
    ...attacksOf('cnf', TEXTS, (text, label) => ({
      summary: `cnf binds by ${label}.`,
      code: 'binding.required',
      apply: onClaimText('cnf', text),
    })),
    ...attacksOf('cnf/type', { ...valuesBut(), text: `"${THUMBPRINT}"` }, (text, label) => ({
      summary: `cnf is ${label}.`,
      code: 'binding.required',
      apply: onClaimText('cnf', text),
    })),
  ],
};
