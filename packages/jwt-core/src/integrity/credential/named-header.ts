/** A header of another name, in which a proxy that has authenticated the caller hands on a token. */

import type { ResolvedPlace } from '../../policy/model/credentials.js';
import { headerValues } from '../../request/raw-headers.js';
import { readScheme, schemesOf, withoutScheme } from './authorization.js';
import { bounded } from './credential.js';
import type { ListedPlace } from './place.js';
import { checkSameOrigin } from './same-origin.js';

/** Without a scheme, the value is the token alone. With origins, it is as a cookie, by which the proxy went. */
export function namedHeader({
  name,
  scheme,
  origins,
}: Extract<ResolvedPlace, { readonly in: 'header' }>): ListedPlace {
  const allowed = origins && new Set(origins);
  const schemes = scheme === undefined ? undefined : schemesOf([scheme]);
  const place: ListedPlace = {
    words: `the header ${name}`,
    name: `header ${name}`,
    isListed: true,
    valuesOf: (request) => headerValues(request, name),
    secretOf: withoutScheme,
    read(value, request, maxTokenBytes) {
      const crossSite = allowed && checkSameOrigin(request, allowed);
      if (crossSite !== undefined) return crossSite;
      return schemes === undefined
        ? bounded(value, maxTokenBytes, place)
        : readScheme(value, maxTokenBytes, place, schemes);
    },
  };
  return place;
}
