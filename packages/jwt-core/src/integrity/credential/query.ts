/** A parameter of the query (RFC 6750 §2.3), for what cannot send headers. */

import { deny } from '../../decision/denial.js';
import type { HttpRequest } from '../../request/access-request.js';
import { bounded } from './credential.js';
import { NOTHING, type ListedPlace, type UnlistedPlace } from './place.js';

/** The name that the standard gives to it: a parameter of this name is a credential wherever it is sent. */
export const ACCESS_TOKEN = 'access_token';

/** A parameter of one operation, taken with GET and HEAD alone: other methods can send headers. */
export function queryParameter(name: string): ListedPlace {
  const place: ListedPlace = {
    ...placeOf(name),
    isListed: true,
    name: `query ${name}`,
    read: (value, { method }, maxTokenBytes) =>
      method === 'GET' || method === 'HEAD'
        ? bounded(value, maxTokenBytes, place)
        : deny('credential.unsupported', { expected: 'GET', actual: `${place.words}, with another method` }),
  };
  return place;
}

/** A token in the query of an operation that takes none from it. RFC 6750 §2: a client must not send a token in two ways. */
export const UNLISTED_QUERY: UnlistedPlace = { ...placeOf(ACCESS_TOKEN), isListed: false };

function placeOf(name: string): Omit<UnlistedPlace, 'isListed'> {
  return {
    words: `${name} in the query`,
    valuesOf: (request) => valuesInQuery(request, name),
    secretOf: (value) => value,
  };
}

/** Percent-decoded, as an application would read them. A query without the name and without an escape has none. */
function valuesInQuery({ target }: HttpRequest, name: string): readonly string[] {
  const start = target.indexOf('?');
  if (start === -1) return NOTHING;
  const query = target.slice(start + 1);
  if (!query.includes(name) && !query.includes('%')) return NOTHING;
  return new URLSearchParams(query).getAll(name);
}
