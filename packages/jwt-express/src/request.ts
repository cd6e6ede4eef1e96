import { ConfigurationError, maxHeadersCountOf, type AccessRequest } from '@org/jwt-core';
import type { Request } from 'express';
import type { IncomingMessage } from 'node:http';

/** What is read and written of an Express request, whatever the parameters of its route are. */
export type RoutedRequest<Params = unknown> = IncomingMessage &
  Pick<Request, 'method' | 'url' | 'baseUrl' | 'originalUrl' | 'auth'> & { readonly params: Params & object };

/** By what name the application knows a request, if it has one. */
export type RequestNaming = (req: RoutedRequest) => string | undefined;

/** The request as the core wants it: as the router sees it at this moment. */
export function accessRequest(req: RoutedRequest, requestId: RequestNaming): AccessRequest {
  const { method, rawHeaders } = req;
  return {
    method,
    target: wholeTarget(req),
    rawHeaders,
    maxHeadersCount: maxHeadersCountOf(req),
    requestId: requestId(req),
  };
}

/** The same, with the parameters that the handler of this route will use. */
export function routedRequest(req: RoutedRequest, requestId: RequestNaming): AccessRequest {
  return { ...accessRequest(req, requestId), params: { ...req.params } };
}

/**
 * The URL that is routed by, with the mount path put back. Not `originalUrl`: a guard that judged another path than
 * the one whose handler runs could be walked around wherever something rewrites the URL.
 *
 * Below a mount path two spellings are lost: the router turns the rest of `/api?x` into `/?x`, and Express 4 takes one
 * slash of `/api//x`. Where the request as received is one of those, it says which.
 */
function wholeTarget({ url, baseUrl, originalUrl }: RoutedRequest): string {
  // Absolute form has its host in front: `/api` before that would make another URL of it.
  if (baseUrl === '' || !url.startsWith('/')) return url;
  const spellings = [url, url.slice(1), `/${url}`].map((rest) => baseUrl + rest);
  return spellings.includes(originalUrl) ? originalUrl : baseUrl + url;
}

/**
 * Refuses a request that comes by one guard a second time, at another mount path: a mounted handler has sent it through
 * the same application again (`app.handle`). Express leaves the mount path in `baseUrl` there, so that the guard would
 * judge `/api/admin` while the router goes on to `/admin`.
 */
export function placeCheck(): (req: RoutedRequest) => void {
  // On the request itself, under a key that only this guard has: a table of all requests costs more than the check.
  const place = Symbol('place');
  return (req) => {
    const placed = req as RoutedRequest & Record<symbol, unknown>;
    const before = placed[place];
    placed[place] = req.baseUrl;
    if (before === undefined || before === req.baseUrl) return;
    throw new ConfigurationError(
      'A request came by one guard() at two mount paths: do not dispatch it again.',
    );
  };
}
