/** Requests and responses of `node:http`, which Express, Koa and Fastify hand out or hold. */

import { headersByName } from '../decision/headers.js';
import type { DenialResponse } from '../decision/problem.js';
import type { HttpRequest } from '../request/access-request.js';
import { receivedHeaders, type HeaderSource } from '../request/received-headers.js';

/** Node's own request, over HTTP/1 or HTTP/2. What an adapter of another runtime makes may lack any of it. */
export interface NodeRequest extends HeaderSource {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
}

/** What a framework adds to Node's request. */
export interface RequestContext {
  /** The request-target by which the router goes. */
  readonly target: string;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  /** The name of the request in the application's log. */
  readonly requestId?: string | undefined;
}

/** The request as the verifier takes it; `undefined` where it shows no headers. */
export function readNodeRequest(
  node: NodeRequest,
  { target, params, requestId }: RequestContext,
): HttpRequest | undefined {
  const { method } = node;
  const received = receivedHeaders(node);
  if (method === undefined || received === undefined) return undefined;
  const { rawHeaders, maxHeadersCount, duplicatesVisible } = received;
  const request = {
    method,
    target,
    rawHeaders,
    maxHeadersCount,
    duplicatesVisible,
    requestId,
    key: node,
  };
  return params === undefined ? request : { ...request, params };
}

/** The part of Node's response that is used here. */
export interface NodeResponse {
  statusCode: number;
  readonly headersSent: boolean;
  setHeader(name: string, value: string | readonly string[]): unknown;
  end(body: string): unknown;
}

/** Sets headers in place of those of the same names. */
export function setNodeHeaders(
  response: NodeResponse,
  headers: Readonly<Record<string, string | readonly string[]>>,
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

/** Sends a response as it is. The `send()` of a framework would add a charset and an ETag. */
export function sendNodeResponse(response: NodeResponse, { status, headers, body }: DenialResponse): void {
  response.statusCode = status;
  setNodeHeaders(response, headersByName(headers));
  // An earlier middleware may have set another length.
  response.setHeader('Content-Length', String(Buffer.byteLength(body)));
  response.end(body);
}
