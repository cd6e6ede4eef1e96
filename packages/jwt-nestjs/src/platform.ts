/** One HTTP request of the platform that Nest runs on: Express or Fastify. */

import { IncomingMessage, ServerResponse } from 'node:http';
import type { ArgumentsHost } from '@nestjs/common';
import type { Decision, HttpRequest } from '@org/jwt-core';
import { enforce, type ExchangePort, type OnDeny } from '@org/jwt-core/adapter';
import { EXPRESS, readExpressRequest, type ExpressRequest } from './express-exchange.js';
import { FASTIFY, readFastifyRequest, type FastifyReply, type FastifyRequest } from './fastify-exchange.js';

/** What the guard needs of a request and its response. */
export interface PlatformExchange {
  /** The request as the verifier takes it; `undefined` where the headers cannot be seen as they were received. */
  read(): HttpRequest | undefined;
  setHeaders(headers: Readonly<Record<string, string | string[]>>): void;
  /** The enforce loop of core. */
  enforce(decide: () => Promise<Decision>, onDeny: OnDeny): Promise<boolean>;
}

/** Express hands out Node's response with more on it, Fastify a reply. */
export function exchangeOf(host: ArgumentsHost): PlatformExchange {
  const http = host.switchToHttp();
  const response = http.getResponse<ServerResponse | FastifyReply>();
  if (response instanceof ServerResponse) {
    const request = http.getRequest<ExpressRequest>();
    return bind(EXPRESS, { request, response }, () => readExpressRequest(request));
  }
  const request = http.getRequest<FastifyRequest>();
  return bind(FASTIFY, { request, reply: response }, () => readFastifyRequest(request));
}

function bind<Exchange>(
  port: ExchangePort<Exchange>,
  exchange: Exchange,
  read: PlatformExchange['read'],
): PlatformExchange {
  return {
    read,
    setHeaders(headers) {
      port.setHeaders(exchange, headers);
    },
    enforce: (decide, onDeny) => enforce(port, exchange, decide, onDeny),
  };
}

/** The object that identifies a request wherever it is seen: in a handler, and in a middleware of either platform. */
export function keyOf(request: object & { readonly raw?: object }): object {
  return request instanceof IncomingMessage ? request : (request.raw ?? request);
}
