/** One request and its response, as Express has them: Node's own, with more on them. */

import type { ServerResponse } from 'node:http';
import type { HttpRequest } from '@org/jwt-core';
import {
  readNodeRequest,
  sendNodeResponse,
  setNodeHeaders,
  type ExchangePort,
  type NodeRequest,
} from '@org/jwt-core/adapter';

export interface ExpressRequest extends NodeRequest {
  readonly baseUrl?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

export interface ExpressExchange {
  readonly request: ExpressRequest;
  readonly response: ServerResponse;
}

/** The request as the verifier takes it; `undefined` where the headers cannot be seen as they were received. */
export function readExpressRequest(request: ExpressRequest): HttpRequest | undefined {
  const { url, baseUrl = '', params = {} } = request;
  if (url === undefined) return undefined;
  // In an Express application that is mounted in another one, `url` lacks the path of the mount. Absolute form has its
  // host in front, where that path does not fit.
  const target = url.startsWith('/') ? baseUrl + url : url;
  return readNodeRequest(request, { target, params });
}

export const EXPRESS: ExchangePort<ExpressExchange> = {
  key: ({ request }) => request,
  isAnswered: ({ response }) => response.headersSent,
  setHeaders({ response }, headers) {
    setNodeHeaders(response, headers);
  },
  respond({ response }, denial) {
    sendNodeResponse(response, denial);
  },
};
