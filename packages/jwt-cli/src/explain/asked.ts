/** What is to be explained: one request to one service, with its token, at one moment. */

import type { HttpRequest } from '@org/jwt-core';
import { readObject } from './throw-away-keys.js';

/** See above. */
export interface Asked {
  readonly service: string;
  /** The operation by name; `undefined`: the one of the request's method and path. */
  readonly operation: string | undefined;
  readonly request: HttpRequest;
  /** The token, where there is one. Never printed. */
  readonly token: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The request with another token in the place of its own. */
export function withOtherToken({ request, token }: Asked, other: string): HttpRequest {
  if (token === undefined) return request;
  return {
    ...request,
    target: request.target.replaceAll(token, other),
    rawHeaders: request.rawHeaders.map((each) => each.replaceAll(token, other)),
  };
}

/** Base64url segments with dots between them. */
const SEGMENTS = /[\w-]+\.[\w-]+\.[\w-]*/gu;

/** The first signed token that the request carries, wherever it is. Whether that is a place for one, the engine says. */
export function tokenIn({ target, rawHeaders }: HttpRequest): string | undefined {
  return [...rawHeaders, target]
    .flatMap((text) => [...text.matchAll(SEGMENTS)].map(([found]) => found))
    .find((found) => readObject(found.split('.', 1)[0] ?? '')?.['alg'] !== undefined);
}
