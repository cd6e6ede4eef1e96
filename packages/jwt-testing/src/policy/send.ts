/** A request with its token where a service takes it. */

import type { ResolvedPlace } from '@org/jwt-core/policy';
import { withHeader, type RequestDescription } from '../http/request-description.js';
import { withToken } from '../http/token-place.js';

/** The first place of a service; `Authorization: Bearer` where it lists none. A browser names the page that asks. */
export function send(
  request: RequestDescription,
  token: string,
  [place]: readonly ResolvedPlace[],
): RequestDescription {
  if (place === undefined) return withToken(request, token, 'header');
  if (place.in === 'authorization') {
    const [scheme = 'Bearer'] = place.schemes;
    return withHeader(request, 'Authorization', `${scheme} ${token}`);
  }
  const [origin] = place.origins ?? [];
  const asked = origin === undefined ? request : withHeader(request, 'Origin', origin);
  if (place.in === 'cookie') return withToken(asked, token, { cookie: place.name });
  return withHeader(asked, place.name, place.scheme === undefined ? token : `${place.scheme} ${token}`);
}
