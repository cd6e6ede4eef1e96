/** One HTTP request, told exactly: the target as it goes over the wire, and each header line as one line. */

import type { AccessRequest, HeaderPair } from '@org/jwt-core';

/** A request that can be sent over a socket, and shown to a verifier, byte for byte the same. It has no body. */
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

/** What an adapter tells the core about this request. */
export function toAccessRequest({ method, target, headers }: RequestDescription): AccessRequest {
  return { method, target, rawHeaders: headers.flat() };
}
