/** Wrong ways to send a good token (RFC 6750 §2). */

import { withBearer, withHeader } from '../http/request-description.js';
import { withQuery } from '../http/token-place.js';
import { onClaims, onRequest, onToken, type Alteration } from './alteration.js';

const authorised = (value: (token: string) => string): Alteration['apply'] =>
  onRequest((request, token) => withHeader(request, 'Authorization', value(token)));

/** Alterations that the credential layer must deny. */
export const CREDENTIAL_ALTERATIONS: readonly Alteration[] = [
  {
    name: 'no-credential',
    summary: 'The request has no token.',
    code: 'credential.missing',
    apply: onRequest((request) => request),
  },
  {
    name: 'token-in-query-only',
    summary: 'The token is in the query, which logs and referrers contain.',
    code: 'credential.unsupported',
    apply: onRequest((request, token) => withQuery(request, `access_token=${token}`)),
  },
  {
    name: 'token-in-cookie-only',
    summary: 'The token is in a cookie, which a browser also sends for another site.',
    code: 'credential.missing',
    apply: onRequest((request, token) => withHeader(request, 'Cookie', `access_token=${token}`)),
  },
  {
    name: 'two-authorization-lines',
    summary: 'Two Authorization lines carry the same good token.',
    code: 'credential.ambiguous',
    apply: onRequest((request, token) => withBearer(withBearer(request, token), token)),
  },
  {
    name: 'second-authorization-line-is-garbage',
    summary: 'A garbage Authorization line follows the good one.',
    code: 'credential.ambiguous',
    apply: onRequest((request, token) => withBearer(withBearer(request, token), 'garbage')),
  },
  {
    name: 'first-authorization-line-is-garbage',
    summary: 'A garbage Authorization line precedes the good one.',
    code: 'credential.ambiguous',
    apply: onRequest((request, token) => withBearer(withBearer(request, 'garbage'), token)),
  },
  {
    name: 'two-authorization-lines-in-two-cases',
    summary: 'Two lines name the header in different cases.',
    code: 'credential.ambiguous',
    apply: onRequest((request, token) =>
      withHeader(withBearer(request, token), 'aUTHORIZATION', 'Basic dTpw'),
    ),
  },
  {
    name: 'comma-joined-credentials',
    summary: 'Two credentials are in one line, as a proxy joins them.',
    code: 'credential.ambiguous',
    apply: authorised((token) => `Bearer ${token}, Bearer ${token}`),
  },
  {
    name: 'token-also-in-query',
    summary: 'The token is in the header and in the query.',
    code: 'credential.ambiguous',
    apply: onRequest((request, token) => withBearer(withQuery(request, `access_token=${token}`), token)),
  },
  {
    name: 'token-also-in-encoded-query',
    summary: 'A second token is in a query parameter whose name is percent-encoded.',
    code: 'credential.ambiguous',
    apply: onRequest((request, token) => withBearer(withQuery(request, 'access%5Ftoken=x'), token)),
  },
  {
    name: 'basic-scheme',
    summary: 'The credential is a user name and a password.',
    code: 'credential.unsupported',
    apply: authorised(() => 'Basic dXNlcjpwYXNzd29yZA=='),
  },
  {
    name: 'token-without-scheme',
    summary: 'The token has no scheme.',
    code: 'credential.unsupported',
    apply: authorised((token) => token),
  },
  {
    name: 'empty-authorization',
    summary: 'The Authorization line has no value.',
    code: 'credential.malformed',
    apply: authorised(() => ''),
  },
  {
    name: 'scheme-without-token',
    summary: 'Nothing follows the scheme.',
    code: 'credential.malformed',
    apply: authorised(() => 'Bearer'),
  },
  {
    name: 'space-in-token',
    summary: 'A second word follows the token.',
    code: 'credential.malformed',
    apply: authorised((token) => `Bearer ${token} x`),
  },
  {
    name: 'quoted-token',
    summary: 'The token is in quotes, which are not part of a b64token.',
    code: 'credential.malformed',
    apply: authorised((token) => `Bearer "${token}"`),
  },
  {
    name: 'tab-before-token',
    summary: 'There is a tab between the scheme and the token, where only spaces are allowed.',
    code: 'credential.malformed',
    apply: authorised((token) => `Bearer \t${token}`),
  },
  {
    name: 'padding-inside-token',
    summary: 'The token has an equals sign inside, which b64token allows at the end alone.',
    code: 'credential.malformed',
    apply: onToken((token) => token.replace('.', '=.')),
  },
  {
    name: 'token-not-ascii',
    summary: 'The token holds a character that is not ASCII.',
    code: 'credential.malformed',
    apply: onToken((token) => `${token}\u00e9`),
  },
  {
    name: 'json-serialisation',
    summary: 'The token is a flattened JSON serialisation (RFC 7515 §7.2.2), which is not a b64token.',
    code: 'credential.malformed',
    apply: onToken((token) => {
      const [header = '', payload = '', signature = ''] = token.split('.');
      return JSON.stringify({ signature, payload, protected: header }).replaceAll(',', ' ');
    }),
  },
  {
    name: 'token-too-large',
    summary: 'The good token is padded to about 12 kilobytes.',
    code: 'credential.too_large',
    onlyWith: 'a maxTokenBytes below 12000 (8192 is the default)',
    apply: onClaims(() => ({ padding: 'x'.repeat(9000) })),
  },
];
