/** Where a request carries its token: the places that a policy can list under `credentials`. */

import { withBearer, withHeader, type RequestDescription } from './request-description.js';

/** A place, as a policy document writes it. `header` is `Authorization: Bearer …`. */
export type TokenPlace =
  | 'header'
  | { readonly cookie: string }
  | { readonly header: string; readonly scheme?: 'Bearer' }
  | { readonly query: string };

/** Whether a value is such a place. */
export function isTokenPlace(value: unknown): value is TokenPlace {
  if (value === 'header') return true;
  if (typeof value !== 'object' || value === null) return false;
  const [first, ...others] = Object.entries(value).filter(([name]) => name !== 'scheme');
  const isNamed = first !== undefined && ['cookie', 'header', 'query'].includes(first[0]);
  return isNamed && typeof first[1] === 'string' && others.length === 0;
}

/** The request with the token in this place. In the query, the token is percent-encoded. */
export function withToken(request: RequestDescription, token: string, place: TokenPlace): RequestDescription {
  if (place === 'header') return withBearer(request, token);
  if ('cookie' in place) return withHeader(request, 'Cookie', `${place.cookie}=${token}`);
  if ('query' in place) return withQuery(request, `${place.query}=${encodeURIComponent(token)}`);
  return withHeader(request, place.header, place.scheme === undefined ? token : `${place.scheme} ${token}`);
}

/** The request with one more parameter at the end of its query. */
export function withQuery(request: RequestDescription, parameter: string): RequestDescription {
  const { target } = request;
  return { ...request, target: `${target}${target.includes('?') ? '&' : '?'}${parameter}` };
}

/** The request with its one bearer token in another place. One without it stays as it is. */
export function moveToken(request: RequestDescription, place: TokenPlace): RequestDescription {
  const bearers = request.headers.filter(([name]) => name.toLowerCase() === 'authorization');
  const token = /^Bearer (.*)$/su.exec(bearers[0]?.[1] ?? '')?.[1];
  if (token === undefined || bearers.length !== 1) return request;
  const headers = request.headers.filter((line) => line !== bearers[0]);
  return withToken({ ...request, headers }, token, place);
}
