/** One HTTP request and its response, as Express and as Fastify hand them out. */

import { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpRequest } from '@org/jwt-core';
import { headersByName, maxHeadersCountOf, type DenialResponse } from '@org/jwt-core/adapter';
import type { RequestNaming } from './options.js';

/** Node's own request, over HTTP/1 or HTTP/2. Another platform may lack any of it. */
interface NodeRequest {
  readonly method?: string;
  readonly url?: string;
  readonly rawHeaders?: readonly string[];
}

/** Express hands out Node's request with more on it, Fastify an object that holds it. */
export interface PlatformRequest extends NodeRequest {
  readonly raw?: NodeRequest;
  readonly baseUrl?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** The part of a Fastify reply that is used here. */
interface FastifyReply {
  readonly sent: boolean;
  code(status: number): unknown;
  header(name: string, value: string | readonly string[]): unknown;
  send(body: Buffer): unknown;
}

/** Express hands out Node's response with more on it, Fastify a reply. */
export type PlatformResponse = ServerResponse | FastifyReply;

/** The one object that stands for a request wherever it is seen: in a handler, and in a middleware of either platform. */
export function nodeRequest(request: PlatformRequest): NodeRequest {
  return request instanceof IncomingMessage ? request : (request.raw ?? request);
}

/** The facts that core asks for; `undefined` where the headers cannot be seen as they were received. */
export function readRequest(request: PlatformRequest, requestId: RequestNaming): HttpRequest | undefined {
  const node = nodeRequest(request);
  const { method, url, rawHeaders } = node;
  if (method === undefined || url === undefined || !Array.isArray(rawHeaders)) return undefined;
  // An Express application that is mounted in another one has the mount's path there, and `url` lacks it.
  const base = node === request ? (request.baseUrl ?? '') : '';
  // Absolute form has its host in front: a path before that would hide it.
  const target = url.startsWith('/') ? base + url : url;
  return {
    method,
    target,
    rawHeaders,
    maxHeadersCount: maxHeadersCountOf(node),
    params: request.params ?? {},
    requestId: requestId(request),
    key: node,
  };
}

/** Whether somebody, such as a time limit, has answered already. */
export function isSent(response: PlatformResponse): boolean {
  return response instanceof ServerResponse ? response.headersSent : response.sent;
}

/** Sets headers on whatever the application sends later. Both platforms replace a header that is set again. */
export function setHeaders(
  response: PlatformResponse,
  headers: Readonly<Record<string, string | string[]>>,
): void {
  for (const [name, value] of Object.entries(headers)) {
    if (response instanceof ServerResponse) response.setHeader(name, value);
    else response.header(name, value);
  }
}

/**
 * Sends core's response as it is. Bytes, because both frameworks append a charset to the type of a text. Through
 * Fastify's reply, because what its hooks have set (CORS headers above all) is lost on the way around it.
 */
export function send(response: PlatformResponse, { status, headers, body }: DenialResponse): void {
  setHeaders(response, headersByName(headers));
  const bytes = Buffer.from(body);
  if (response instanceof ServerResponse) {
    response.statusCode = status;
    response.end(bytes);
  } else {
    response.code(status);
    response.send(bytes);
  }
}
