/** One HTTP request, described exactly: the target as it goes over the wire, and each header line as one line. */

import type { HttpRequest } from '@org/jwt-core';
import type { HeaderPair } from '@org/jwt-core/adapter';

/** A request without a body that can be sent over a socket or given to a verifier: both get the same bytes. */
export interface RequestDescription {
  readonly method: string;
  /** The request-target (RFC 9112 §3.2): path and query, percent-encoded. */
  readonly target: string;
  /** In the order of the wire; a name may occur twice. */
  readonly headers: readonly HeaderPair[];
}

/** The request with the token in its `Authorization` header (RFC 6750 §2.1). */
export function withBearer(request: RequestDescription, token: string): RequestDescription {
  return withHeader(request, 'Authorization', `Bearer ${token}`);
}

/** The request with one more header line at its end. */
export function withHeader(request: RequestDescription, name: string, value: string): RequestDescription {
  return { ...request, headers: [...request.headers, [name, value]] };
}

/** What an adapter gives to the core for this request. */
export function toAccessRequest({ method, target, headers }: RequestDescription): HttpRequest {
  return { method, target, rawHeaders: headers.flat() };
}
