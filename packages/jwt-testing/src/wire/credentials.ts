/** Right and wrong ways to send a token. Each row names the caller that results. */

import type { Caller, CallerTokens } from './callers.js';
import { withBody, withLines, withQuery, type RawRequest } from './request.js';

/** One way to send a token. */
export interface CredentialCase {
  readonly name: string;
  /** The caller whose rights the request may not exceed. */
  readonly caller: Caller;
  /** Whether the request must be served where the caller has the right. `false` where Node may drop or reject it. */
  readonly isServed: boolean;
  apply(request: RawRequest, tokens: CallerTokens): RawRequest;
}

type Write = (token: string, tokens: CallerTokens) => string | readonly string[];

function row(name: string, caller: Caller, apply: CredentialCase['apply'], isServed = true): CredentialCase {
  return { name, caller, isServed, apply };
}

/** Rows that write header lines with the token of the admin. */
function lines(caller: Caller, rows: Readonly<Record<string, Write>>): readonly CredentialCase[] {
  return Object.entries(rows).map(([name, write]) =>
    row(name, caller, (request, tokens) => withLines(request, ...[write(tokens.admin, tokens)].flat())),
  );
}

/** Rows that write one `Authorization` line. */
function values(caller: Caller, all: readonly ((token: string) => string)[]): readonly CredentialCase[] {
  return all.map((value) =>
    row(`Authorization: ${value('TOKEN')}`.slice(0, 80), caller, (request, { admin }) =>
      withLines(request, `Authorization: ${value(admin)}`),
    ),
  );
}

/** The credentials that are combined with every target. */
export const PLAIN_CREDENTIALS: readonly CredentialCase[] = [
  row('no credential', 'anonymous', (request) => request),
  ...lines('reader', { reader: (_, { reader }) => `Authorization: Bearer ${reader}` }),
  ...lines('otherTenant', { otherTenant: (_, { otherTenant }) => `Authorization: Bearer ${otherTenant}` }),
  ...lines('admin', { admin: (token) => `Authorization: Bearer ${token}` }),
];

const GOOD: readonly CredentialCase[] = [
  ...values('admin', [
    (token) => `bearer ${token}`,
    (token) => `BEARER ${token}`,
    (token) => `bEaReR ${token}`,
    (token) => `Bearer  ${token}`,
    (token) => `Bearer${' '.repeat(40)}${token}`,
    (token) => `\t Bearer ${token} \t`,
  ]),
  ...lines('admin', {
    'no space after the colon': (token) => `Authorization:Bearer ${token}`,
    'a name in lower case': (token) => `authorization: Bearer ${token}`,
    'a name in upper case': (token) => `AUTHORIZATION: Bearer ${token}`,
    'after nine hundred lines': (token) => [...filling(900), `Authorization: Bearer ${token}`],
    'with a proxy credential': (token) => [
      'Proxy-Authorization: Basic eDp5',
      `Authorization: Bearer ${token}`,
    ],
  }),
];

/**
 * The shortest possible lines, so that their number counts and not Node's limit of 16 kB. Node 20 keeps about 1,000
 * lines and drops the others; later versions reject a request with more than a thousand.
 */
function filling(count: number): readonly string[] {
  return Array.from({ length: count }, () => 'a:');
}

const BAD_VALUES: readonly CredentialCase[] = values('denied', [
  () => '',
  () => 'Bearer',
  () => 'Bearer ',
  () => 'Bearer null',
  () => 'Bearer undefined',
  () => 'Bearer [object Object]',
  () => 'Bearer .',
  () => 'Bearer ..',
  (token) => token,
  (token) => `Bearer${token}`,
  (token) => `Bearer\t${token}`,
  (token) => `Bearer \t${token}`,
  (token) => `Bearer "${token}"`,
  (token) => `"Bearer ${token}"`,
  (token) => `Bearer '${token}'`,
  (token) => `Bearer: ${token}`,
  (token) => `Bearer=${token}`,
  (token) => `Bearer token=${token}`,
  (token) => `Bearer <${token}>`,
  (token) => `Bearer%20${token}`,
  (token) => `Bearer+${token}`,
  (token) => `Bearer,${token}`,
  (token) => `Bearer Bearer ${token}`,
  (token) => `Bearer ${token} ${token}`,
  (token) => `Bearer ${token};`,
  (token) => `Bearer ${token}=`,
  (token) => `Bearer ${token}\xa0`,
  (token) => `Bearer\xa0${token}`,
  (token) => `Bearer \xe9${token}`,
  (token) => `\xef\xbb\xbfBearer ${token}`,
  (token) => `\xef\xbc\xa2earer ${token}`, // a full-width B in UTF-8
  (token) => `Bearer ${token}, Bearer ${token}`,
  (token) => `Bearer ${token},Basic eDp5`,
  (token) => `Basic eDp5, Bearer ${token}`,
  (token) => `, Bearer ${token}`,
  (token) => `Token ${token}`,
  (token) => `JWT ${token}`,
  (token) => `Basic ${token}`,
  (token) => `Basic ${Buffer.from(`x:${token}`).toString('base64')}`,
  (token) => `Digest username="${token}"`,
  (token) => `DPoP ${token}`,
  (token) => `Bearers ${token}`,
  (token) => `xBearer ${token}`,
  (token) => `Bearer ${token}${'x'.repeat(9000)}`,
  (token) => `Bearer ${token.slice(0, token.lastIndexOf('.') + 1)}`,
  (token) => `Bearer ${token.slice(0, -8)}AAAAAAAA`,
  (token) => `Bearer ${token}.${token}`,
]);

const BAD_LINES: readonly CredentialCase[] = lines('denied', {
  expired: (_, { expired }) => `Authorization: Bearer ${expired}`,
  'two equal lines': (token) => [`Authorization: Bearer ${token}`, `Authorization: Bearer ${token}`],
  'a good line, then garbage': (token) => [`Authorization: Bearer ${token}`, 'Authorization: Bearer x'],
  'garbage, then a good line': (token) => ['Authorization: Bearer x', `Authorization: Bearer ${token}`],
  'an empty line, then a good one': (token) => ['Authorization:', `Authorization: Bearer ${token}`],
  'two lines in two cases': (token, { reader }) => [
    `Authorization: Bearer ${reader}`,
    `aUTHORIZATION: Bearer ${token}`,
  ],
  'two lines far apart': (token, { reader }) => [
    `Authorization: Bearer ${reader}`,
    ...filling(500),
    `Authorization: Bearer ${token}`,
  ],
  'three lines': (token) => ['Basic eDp5', `Bearer ${token}`, 'Bearer x'].map((it) => `Authorization: ${it}`),
});

/** Header names that are not `Authorization`. */
const OTHER_NAMES = [
  'X-Access-Token',
  'X-Auth-Token',
  'X-Authorization',
  'X-Forwarded-Authorization',
  'X-Original-Authorization',
  'X-Forwarded-Access-Token',
  'X-JWT-Assertion',
  'X-Goog-IAP-JWT-Assertion',
  'Proxy-Authorization',
  'Authentication',
  'Authorization_',
  'HTTP_AUTHORIZATION',
  'Token',
  'DPoP',
  'Sec-WebSocket-Protocol',
];

const OTHER_PLACES: readonly CredentialCase[] = [
  ...OTHER_NAMES.map((name) =>
    row(name, 'anonymous', (request, { admin }) => withLines(request, `${name}: Bearer ${admin}`)),
  ),
  ...['access_token', 'Authorization', 'jwt', 'session'].map((name) =>
    row(`the cookie ${name}`, 'anonymous', (request, { admin }) =>
      withLines(request, `Cookie: ${name}=${admin}`),
    ),
  ),
  ...['token', 'jwt', 'Authorization', 'bearer', 'access_token[]', 'ACCESS_TOKEN'].map((name) =>
    row(`${name} in the query`, 'anonymous', (request, { admin }) => withQuery(request, `${name}=${admin}`)),
  ),
  ...['access_token', 'access%5ftoken', 'a=1&access_token'].map((name) =>
    row(`${name} in the query`, 'denied', (request, { admin }) => withQuery(request, `${name}=${admin}`)),
  ),
  row('a good line, and access_token in the query', 'denied', (request, { admin }) =>
    withLines(withQuery(request, 'access_token=x'), `Authorization: Bearer ${admin}`),
  ),
  row(
    'access_token in a form',
    'anonymous',
    (request, { admin }) => withBody(request, 'application/x-www-form-urlencoded', `access_token=${admin}`),
    false,
  ),
  row(
    'access_token in JSON',
    'anonymous',
    (request, { admin }) =>
      withBody(request, 'application/json', JSON.stringify({ access_token: admin, Authorization: admin })),
    false,
  ),
  row(
    'Authorization in a trailer',
    'anonymous',
    (request, { admin }) => ({ ...request, trailer: [`Authorization: Bearer ${admin}`] }),
    false,
  ),
  row(
    'a second line after the last that Node keeps',
    'reader',
    (request, { admin, reader }) =>
      withLines(
        request,
        `Authorization: Bearer ${reader}`,
        ...filling(2500),
        `Authorization: Bearer ${admin}`,
      ),
    false,
  ),
];

/** Every row. */
export const CREDENTIALS: readonly CredentialCase[] = [
  ...PLAIN_CREDENTIALS,
  ...GOOD,
  ...BAD_VALUES,
  ...BAD_LINES,
  ...OTHER_PLACES,
];
