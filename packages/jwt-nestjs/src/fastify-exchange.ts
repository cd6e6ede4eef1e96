/** One request and its reply, as Fastify has them. Nothing in this file is Nest's. */

import type { HttpRequest } from '@org/jwt-core';
import { headersByName, readNodeRequest, type ExchangePort, type NodeRequest } from '@org/jwt-core/adapter';

/** The part of a Fastify request that is used here. It holds Node's request. */
export interface FastifyRequest {
  readonly raw: NodeRequest;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** The part of a Fastify reply that is used here. */
export interface FastifyReply {
  readonly sent: boolean;
  code(status: number): unknown;
  header(name: string, value: string | readonly string[]): unknown;
  send(body: Buffer): unknown;
}

export interface FastifyExchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** The request as the verifier takes it; `undefined` where the headers cannot be seen as they were received. */
export function readFastifyRequest({ raw, params = {} }: FastifyRequest): HttpRequest | undefined {
  const { url } = raw;
  return url === undefined ? undefined : readNodeRequest(raw, { target: url, params });
}

export const FASTIFY: ExchangePort<FastifyExchange> = {
  key: ({ request }) => request.raw,
  isAnswered: ({ reply }) => reply.sent,
  setHeaders({ reply }, headers) {
    for (const [name, value] of Object.entries(headers)) reply.header(name, value);
  },
  // Through the reply: what its hooks have set, CORS headers above all, would be lost on Node's response. As bytes:
  // Fastify appends a charset to the type of a text.
  respond({ reply }, { status, headers, body }) {
    for (const [name, value] of Object.entries(headersByName(headers))) reply.header(name, value);
    reply.code(status);
    reply.send(Buffer.from(body));
  },
};
