/** A header of another name, in which a proxy that has authenticated the caller hands on a token. */

import { headerValues } from '../../request/raw-headers.js';
import { readScheme, withoutScheme } from './authorization.js';
import { bounded } from './credential.js';
import type { ListedPlace } from './place.js';

/** `name` is lower case. Without a scheme, the value is the token alone. */
export function namedHeader(name: string, scheme: 'Bearer' | undefined): ListedPlace {
  const place: ListedPlace = {
    words: `the header ${name}`,
    name: `header ${name}`,
    isListed: true,
    valuesOf: (request) => headerValues(request, name),
    secretOf: withoutScheme,
    read: (value, _request, maxTokenBytes) =>
      scheme === undefined ? bounded(value, maxTokenBytes, place) : readScheme(value, maxTokenBytes, place),
  };
  return place;
}
