/** Puts a token where the service takes it from. */

import type { ResolvedService } from '@org/jwt-core/policy';
import { withHeader, type RequestDescription } from '@org/jwt-testing';
import { moveToken } from '@org/jwt-testing/attacks';

type Place = ResolvedService['credentials'][number];

/** The request with the token in the first place that the service lists. */
export function carry(
  request: RequestDescription,
  token: string,
  { credentials }: Pick<ResolvedService, 'credentials'>,
): RequestDescription {
  const [place] = credentials;
  if (place === undefined || place.in === 'authorization') {
    return withHeader(request, 'Authorization', `${place?.schemes[0] ?? 'Bearer'} ${token}`);
  }
  if (place.in === 'cookie')
    return fromOrigin(withHeader(request, 'Cookie', `${place.name}=${token}`), place.origins);
  const value = place.scheme === undefined ? token : `${place.scheme} ${token}`;
  return fromOrigin(withHeader(request, place.name, value), place.origins);
}

/** A request whose token is in the `Authorization` header, with the token in that place instead. */
export function carryInstead(
  request: RequestDescription,
  { credentials }: Pick<ResolvedService, 'credentials'>,
): RequestDescription {
  const [place] = credentials;
  if (place === undefined || place.in === 'authorization') return request;
  return fromOrigin(moveToken(request, tokenPlace(place)), place.origins);
}

function tokenPlace(
  place: Exclude<Place, { readonly in: 'authorization' }>,
): Parameters<typeof moveToken>[1] {
  if (place.in === 'cookie') return { cookie: place.name };
  return { header: place.name, ...(place.scheme === 'Bearer' && { scheme: 'Bearer' }) };
}

/** Browsers send cookies along: a service that takes them asks where the request comes from. */
function fromOrigin(request: RequestDescription, origins: readonly string[] = []): RequestDescription {
  const [origin] = origins;
  return origin === undefined ? request : withHeader(request, 'Origin', origin);
}
