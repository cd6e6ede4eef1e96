/** Which credential does the request carry? RFC 6750 §2.1, the `Authorization` header alone. */

import { type Denial, deny } from '../decision/denial.js';
import { isCall, type AccessRequest, type CallRequest, type HttpRequest } from '../request/access-request.js';
import { headerValues, mayLackHeaders, indexOfValue } from '../request/raw-headers.js';

/** The one token string of a request. Untrusted. */
export interface Credential {
  readonly scheme: 'Bearer';
  readonly token: string;
}

const AUTHORIZATION = 'authorization';

/** The scheme in any letter case, and the spaces after it (RFC 9110 §11.1, §11.4). */
const BEARER = /^bearer(?: +|$)/iu;

/** RFC 6750 §2.1 `b64token`. */
const B64TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/u;

/** RFC 9110 §11.4: a comma, and then a scheme with something after it. A parameter would have its `=` there. */
const ANOTHER_CREDENTIAL = /,\s*[^\s,="]+\s+[^\s,=]/u;

/**
 * Finds what follows the one `Bearer`, or says why there is not exactly one. Credentials are counted before one is
 * read, and one that is longer than `maxTokenBytes` is not read at all: its scheme and its length decide.
 */
export function findCredential(request: AccessRequest, maxTokenBytes: number): Credential | Denial {
  return isCall(request)
    ? credentialOfCall(request, maxTokenBytes)
    : credentialOfHeader(request, maxTokenBytes);
}

/** The program took the token from wherever its transport carries it. */
function credentialOfCall({ token }: CallRequest, maxTokenBytes: number): Credential | Denial {
  if (token === undefined) return deny('credential.missing', { expected: 'a token' });
  if (typeof token === 'string') return bounded(token, maxTokenBytes);
  return deny('credential.malformed', { expected: 'a token as a string', actual: 'another type' });
}

function credentialOfHeader(request: HttpRequest, maxTokenBytes: number): Credential | Denial {
  if (mayLackHeaders(request)) return incomplete(request);
  const { rawHeaders } = request;
  const place = indexOfValue(rawHeaders, AUTHORIZATION);
  const value = rawHeaders[place];
  if (value === undefined) return withoutHeader(request);
  if (indexOfValue(rawHeaders, AUTHORIZATION, place + 1) !== -1)
    return ambiguous(`${String(headerValues(request, AUTHORIZATION).length)} Authorization headers`);
  if (hasQueryToken(request.target)) return ambiguous('a header and access_token in the query');
  const start = startOfToken(value);
  if (start === undefined) return notBearer(value, maxTokenBytes);
  return bounded(value.slice(start), maxTokenBytes);
}

function bounded(token: string, maxTokenBytes: number): Credential | Denial {
  if (token.length <= maxTokenBytes) return { scheme: 'Bearer', token };
  return deny('credential.too_large', {
    expected: `at most ${String(maxTokenBytes)} bytes`,
    actual: `${String(token.length)} bytes`,
  });
}

/** The index after the scheme and its spaces; `undefined` where the scheme is another. Nearly all clients spell it in one way. */
function startOfToken(value: string): number | undefined {
  if (value.startsWith('Bearer ') && value[7] !== ' ') return 7;
  return BEARER.exec(value)?.[0].length;
}

/** Whether what was found is one b64token, which every token in canonical form is. */
export function checkCredential({ token }: Credential): Denial | undefined {
  if (B64TOKEN.test(token)) return undefined;
  if (token.includes(',')) return ambiguous('several values in one header');
  return deny('credential.malformed', {
    expected: 'one b64token after Bearer (RFC 6750 §2.1)',
    actual: 'something else',
  });
}

function notBearer(value: string, maxTokenBytes: number): Denial {
  if (value.length <= maxTokenBytes && ANOTHER_CREDENTIAL.test(value)) {
    return ambiguous('several values in one header');
  }
  if (value === '' || value.startsWith(' ')) {
    return deny('credential.malformed', { expected: 'Bearer and a token', actual: 'no scheme' });
  }
  return deny('credential.unsupported', { expected: 'the scheme Bearer', actual: 'another scheme' });
}

/** A token in the query is a credential in the wrong place: it never makes a request anonymous. */
function withoutHeader({ target }: HttpRequest): Denial {
  const expected = 'an Authorization header';
  if (!hasQueryToken(target)) return deny('credential.missing', { expected });
  return deny('credential.unsupported', { expected, actual: 'access_token in the query' });
}

/** A line that Node has dropped may be another credential, or the only one. */
function incomplete({ rawHeaders }: HttpRequest): Denial {
  return deny('credential.incomplete', {
    expected: 'fewer header lines than the server reads (1000, or maxHeadersCount)',
    actual: `${String(rawHeaders.length / 2)} lines, after which more may have been dropped`,
  });
}

function ambiguous(actual: string): Denial {
  return deny('credential.ambiguous', { expected: 'one credential in one place', actual });
}

/** RFC 6750 §2: a client must not send a token in two ways. */
function hasQueryToken(target: string): boolean {
  const query = target.indexOf('?');
  return query !== -1 && new URLSearchParams(target.slice(query)).has('access_token');
}
