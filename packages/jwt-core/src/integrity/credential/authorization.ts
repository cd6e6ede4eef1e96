/** The `Authorization` header (RFC 6750 §2.1). */

import { deny, type Denial } from '../../decision/denial.js';
import { headerValues } from '../../request/raw-headers.js';
import { ambiguous, bounded, type Credential } from './credential.js';
import type { ListedPlace, UnlistedPlace } from './place.js';

export const AUTHORIZATION = 'authorization';

/** RFC 9110 §11.4: a comma, and then a scheme with something after it. A parameter would have its `=` there. */
const ANOTHER_CREDENTIAL = /,\s*[^\s,="]+\s+[^\s,=]/u;

const PLACE: Omit<UnlistedPlace, 'isListed'> = {
  words: 'an Authorization header',
  valuesOf: (request) => headerValues(request, AUTHORIZATION),
  secretOf: withoutScheme,
};

/** The schemes that a place takes, in any letter case, and the spaces after them (RFC 9110 §11.1, §11.4). */
export interface Schemes {
  /** In words: `Bearer`. */
  readonly words: string;
  readonly pattern: RegExp;
  readonly hasBearer: boolean;
}

export function schemesOf(names: readonly string[]): Schemes {
  const pattern = names.map((name) => name.replace(/[$*+.^|]/gu, String.raw`\$&`)).join('|');
  return {
    words: names.join(' or '),
    pattern: new RegExp(`^(?:${pattern})(?: +|$)`, 'iu'),
    hasBearer: names.some((name) => name.toLowerCase() === 'bearer'),
  };
}

const BEARER = schemesOf(['Bearer']);

/** Where a service takes its tokens from, unless it says otherwise. */
export const AUTHORIZATION_HEADER: ListedPlace = authorizationHeader(BEARER);

/** The header with these schemes. */
export function authorizationHeader(schemes: Schemes): ListedPlace {
  const place: ListedPlace = {
    ...PLACE,
    isListed: true,
    name: undefined,
    read: (value, _request, maxTokenBytes) => readScheme(value, maxTokenBytes, place, schemes),
  };
  return place;
}

/** It is for credentials alone (RFC 9110 §11.6.2): a service that takes none from it denies what it holds. */
export const UNLISTED_AUTHORIZATION: UnlistedPlace = { ...PLACE, isListed: false };

/** What follows the first space; all of it where there is none. */
export function withoutScheme(value: string): string {
  return value.slice(value.indexOf(' ') + 1);
}

/** What follows the one scheme. Of a value that is longer than a token may be, the scheme and the length decide. */
export function readScheme(
  value: string,
  maxTokenBytes: number,
  place: ListedPlace,
  schemes: Schemes = BEARER,
): Credential | Denial {
  const start = startOfToken(value, schemes);
  if (start === undefined) return otherScheme(value, maxTokenBytes, schemes);
  return bounded(value.slice(start), maxTokenBytes, place);
}

/** The index after the scheme and its spaces; `undefined` where the scheme is another. Nearly all clients spell it in one way. */
function startOfToken(value: string, { hasBearer, pattern }: Schemes): number | undefined {
  if (hasBearer && value.startsWith('Bearer ') && value[7] !== ' ') return 7;
  return pattern.exec(value)?.[0].length;
}

function otherScheme(value: string, maxTokenBytes: number, { words }: Schemes): Denial {
  if (value.length <= maxTokenBytes && ANOTHER_CREDENTIAL.test(value)) {
    return ambiguous('several values in one header');
  }
  if (value === '' || value.startsWith(' ')) {
    return deny('credential.malformed', { expected: `${words} and a token`, actual: 'no scheme' });
  }
  return deny('credential.unsupported', { expected: `the scheme ${words}`, actual: 'another scheme' });
}
