import type { HttpRequest } from '@org/jwt-core';
import { maxHeadersCountOf } from '@org/jwt-core/adapter';
import type { Request } from 'express';
import type { IncomingMessage } from 'node:http';

/** What is read and written of an Express request, whatever the parameters of its route are. */
export type RoutedRequest<Params = unknown> = IncomingMessage &
  Pick<Request, 'method' | 'url' | 'baseUrl' | 'originalUrl' | 'auth'> & {
    readonly params: Params & object;
    /** The route that was chosen last. */
    readonly route?: unknown;
  };

/** By what name the application knows a request, if it has one. */
export type RequestNaming = (req: RoutedRequest) => string | undefined;

/** The request as the core wants it. */
export function accessRequest(
  req: RoutedRequest,
  requestId: RequestNaming,
  target: string = wholeUrl(req),
): HttpRequest {
  const { method, rawHeaders } = req;
  return {
    method,
    target,
    rawHeaders,
    maxHeadersCount: maxHeadersCountOf(req),
    requestId: requestId(req),
    key: req,
  };
}

/** For questions that do not go by the path. Absolute form has its host in front: a mount path does not fit before that. */
function wholeUrl({ url, baseUrl }: RoutedRequest): string {
  return url.startsWith('/') ? baseUrl + url : url;
}

/** The same, with the parameters that the handler of this route will use. */
export function routedRequest(req: RoutedRequest, requestId: RequestNaming): HttpRequest {
  return { ...accessRequest(req, requestId), params: { ...req.params } };
}
