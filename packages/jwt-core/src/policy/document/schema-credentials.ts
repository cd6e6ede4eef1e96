/** The shape of `credentials`: where a request carries its token. */

import * as v from 'valibot';
import type { CredentialDocument, QueryCredential } from './credentials.js';
import { expected } from './expected.js';
import { check, exactlyOneOf, says } from './schema-check.js';
import { schemaOf } from './schema-of.js';
import { distinctTexts, list, mapping, text } from './schema-parts.js';

/** RFC 9110 §5.6.2 `token`: the names of headers, and of cookies (RFC 6265 §4.1.1). Events repeat them. */
const TOKEN = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/u;

/** What has another meaning by its standard, as a pattern. Names of headers have no case, and a JSON Schema has no flags. */
const RESERVED = inAnyCase(
  'proxy-authorization|(?:set-)?cookie|host|origin|referer|dpop|connection|upgrade|te|trailer|transfer-encoding|expect|via|forwarded|x-forwarded-(?:for|host|port|proto)|(?:accept|access-control|content|sec)(?:-.*)?',
);
const NOT_RESERVED = new RegExp(`^(?!(?:${RESERVED})$)`, 'u');

function inAnyCase(pattern: string): string {
  return pattern.replace(/[a-z]/gu, (letter) => `[${letter.toUpperCase()}${letter}]`);
}

/** As a browser writes it into `Origin` (RFC 6454 §6.2): what differs by a letter would never be equal to it. */
const ORIGIN =
  /^(?:https:\/\/(?:(?:[a-z0-9_-]+\.)*[a-z0-9_-]+|\[[0-9a-f:]+\])(?!:443$)|http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?!:80$))(?::[1-9]\d{0,4})?$/u;

const origin = v.pipe(
  text('an origin'),
  v.regex(
    ORIGIN,
    expected(
      'an origin as browsers write it, such as https://app.acme.example or http://localhost:3000: in lower case, without a path, a final slash or the default port, and http on this machine alone',
    ),
  ),
);

const cookie = v.pipe(
  text('the name of a cookie'),
  v.regex(TOKEN, expected('the name of a cookie, without its value, of at most 64 characters')),
);

const header = v.pipe(
  text('the name of a header'),
  v.regex(TOKEN, expected('the name of a header, without its value, of at most 64 characters')),
  v.regex(
    NOT_RESERVED,
    'Expected a header that holds a token and nothing else: this one has another meaning.',
  ),
);

const AUTHORIZATION = new RegExp(`^${inAnyCase('authorization')}$`, 'u');

/** Those whose credentials are not a token, or are bound to more than the token, and `Bearer`, which has its own entry. */
const OTHER_CREDENTIALS = inAnyCase(
  'basic|digest|negotiate|ntlm|dpop|hoba|mutual|scram-.*|signature|vapid|concealed',
);

const scheme = v.pipe(
  text('an authentication scheme'),
  v.regex(TOKEN, expected('an authentication scheme, such as Bearer or Token')),
  v.regex(
    new RegExp(`^(?!(?:${OTHER_CREDENTIALS})$)`, 'u'),
    'Expected a scheme that is followed by the token and nothing else, such as Bearer or Token: with this one, other credentials are sent.',
  ),
);

const csrf = mapping('{ origins: [https://app.acme.example] }', { origins: distinctTexts('origin', origin) });

const PLACE = 'header, { cookie: NAME, csrf: { origins: [...] } } or { header: NAME }';

const place = v.pipe(
  mapping('a place', {
    cookie: v.optional(cookie),
    csrf: v.optional(csrf),
    header: v.optional(header),
    scheme: v.optional(scheme),
  }),
  check(
    (value) => (value.cookie === undefined) !== (value.header === undefined),
    `Expected exactly one of cookie and header in one place: ${PLACE}.`,
    exactlyOneOf('cookie', 'header'),
  ),
  check(
    (value) => value.cookie === undefined || value.csrf !== undefined,
    'A browser sends a cookie with the requests of other sites as well: write csrf: { origins: [...] }, with the origins of the pages that may call.',
    { dependencies: { cookie: ['csrf'] } },
  ),
  check(
    (value) => value.header !== undefined || value.scheme === undefined,
    'scheme goes with header alone: a cookie holds the token and nothing else.',
    { dependencies: { scheme: ['header'] } },
  ),
  check(
    (value) =>
      !AUTHORIZATION.test(value.header ?? '') ||
      (value.csrf === undefined && value.scheme !== undefined && value.scheme.toLowerCase() !== 'bearer'),
    'The Authorization header is the entry "header", or { header: Authorization, scheme: Token } for clients that write another scheme than Bearer; it needs no csrf.',
    {
      if: {
        required: ['header'],
        properties: { header: { type: 'string', pattern: AUTHORIZATION.source } },
      },
      then: {
        required: ['scheme'],
        properties: { scheme: { type: 'string', not: { pattern: `^${inAnyCase('bearer')}$` } }, csrf: false },
      },
    },
  ),
);

/** The places of a service. */
export const credentials: v.GenericSchema<readonly CredentialDocument[]> = schemaOf<
  readonly CredentialDocument[]
>()(
  v.pipe(
    list(v.union([v.literal('header'), place], expected(PLACE)), 'places'),
    says({
      examples: [['header', { cookie: '__Host-token', csrf: { origins: ['https://app.acme.example'] } }]],
    }),
  ),
);

/** The place of one operation. */
export const queryCredential: v.GenericSchema<QueryCredential> = schemaOf<QueryCredential>()(
  mapping('{ query: NAME }', {
    query: v.pipe(
      text('the name of a parameter'),
      v.regex(
        /^[A-Za-z0-9._~-]{1,64}$/u,
        expected('the name of a parameter of the query, such as access_token, of at most 64 characters'),
      ),
    ),
  }),
);
