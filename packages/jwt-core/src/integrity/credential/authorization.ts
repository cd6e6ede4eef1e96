/** The `Authorization` header (RFC 6750 §2.1). */

import { deny, type Denial } from '../../decision/denial.js';
import { headerValues } from '../../request/raw-headers.js';
import { ambiguous, bounded, type Credential } from './credential.js';
import type { ListedPlace, UnlistedPlace } from './place.js';

export const AUTHORIZATION = 'authorization';

/** The scheme in any letter case, and the spaces after it (RFC 9110 §11.1, §11.4). */
const BEARER = /^bearer(?: +|$)/iu;

/** RFC 9110 §11.4: a comma, and then a scheme with something after it. A parameter would have its `=` there. */
const ANOTHER_CREDENTIAL = /,\s*[^\s,="]+\s+[^\s,=]/u;

const PLACE: Omit<UnlistedPlace, 'isListed'> = {
  words: 'an Authorization header',
  valuesOf: (request) => headerValues(request, AUTHORIZATION),
  secretOf: withoutScheme,
};

/** Where a service takes its tokens from, unless it says otherwise. */
export const AUTHORIZATION_HEADER: ListedPlace = {
  ...PLACE,
  isListed: true,
  name: undefined,
  read: (value, _request, maxTokenBytes) => readScheme(value, maxTokenBytes, AUTHORIZATION_HEADER),
};

/** It is for credentials alone (RFC 9110 §11.6.2): a service that takes none from it denies what it holds. */
export const UNLISTED_AUTHORIZATION: UnlistedPlace = { ...PLACE, isListed: false };

/** What follows the first space; all of it where there is none. */
export function withoutScheme(value: string): string {
  return value.slice(value.indexOf(' ') + 1);
}

/** What follows the one `Bearer`. Of a value that is longer than a token may be, the scheme and the length decide. */
export function readScheme(value: string, maxTokenBytes: number, place: ListedPlace): Credential | Denial {
  const start = startOfToken(value);
  if (start === undefined) return notBearer(value, maxTokenBytes);
  return bounded(value.slice(start), maxTokenBytes, place);
}

/** The index after the scheme and its spaces; `undefined` where the scheme is another. Nearly all clients spell it in one way. */
function startOfToken(value: string): number | undefined {
  if (value.startsWith('Bearer ') && value[7] !== ' ') return 7;
  return BEARER.exec(value)?.[0].length;
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
