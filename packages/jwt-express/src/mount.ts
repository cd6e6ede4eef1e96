/**
 * Which path a guard judges: the one by which the router will go on, where that is certain.
 *
 * At the root of an application that is `req.url`, also where it was rewritten before; on a route, where it was not.
 * Below a mount path the router goes by the rest of the path, and `req.baseUrl` says what is missing. It says the same
 * where nothing was mounted: where a handler below `/api` sends its request through the application again
 * (`app.handle(req, res)`), the router goes by `/admin` and `req.baseUrl` still is `/api`. No request shows the
 * difference, so that the program has to say where the guard is.
 */

import { ConfigurationError } from '@org/jwt-core';
import { aText, pathOf, readOptions, type GuardPlace, type OptionKinds } from '@org/jwt-core/adapter';
import type { Exchange, RoutedRequest } from './request.js';

/** Where a guard is. */
export interface GuardOptions {
  /**
   * The path below which the guard runs, as the application mounts it: `/api` for `app.use('/api', …)`, and
   * `/api/tenants/:tenant` where a router at `/tenants/:tenant` is in a router at `/api`. Left out, the guard is at the
   * root. A request that comes by another way ends in a {@link ConfigurationError}, and so does one whose URL was
   * rewritten.
   */
  readonly mountPath?: string;
}

const OPTIONS: OptionKinds<GuardOptions> = { mountPath: aText };

/**
 * How this guard finds the target to judge.
 *
 * @throws {@link ConfigurationError} for a mount path that is not a plain path.
 */
export function guardPlace(options: GuardOptions = {}): GuardPlace<Exchange> {
  const { mountPath } = readOptions('guard', options, OPTIONS);
  if (mountPath === undefined) return { target: ({ req }) => targetAtRoot(req) };
  if (!MOUNT_PATH.test(mountPath)) {
    throw new ConfigurationError(
      `guard: mountPath: expected a path such as /api or /tenants/:tenant, without a final slash, found ${JSON.stringify(mountPath)}. ` +
        'Make a guard for each mount path, or put one guard() at the root.',
    );
  }
  // Express compares in no case. What a client spells in another case is judged as it is, and matches no route.
  const segments = mountPath.replaceAll('.', String.raw`\.`).replaceAll(/:\w+/gu, '[^/]+');
  const pattern = new RegExp(`^${segments}$`, 'iu');
  return { target: ({ req }) => targetBelow(pattern, mountPath, req), mountPath };
}

/** Segments of unreserved characters (RFC 3986 §2.3), or whole parameters. */
const MOUNT_PATH = /^(?:\/(?:[\w.~-]+|:\w+))+$/u;

function targetAtRoot(req: RoutedRequest): string {
  const { url, baseUrl } = req;
  if (baseUrl === '') {
    assertNotRewrittenInRoute(req);
    return url;
  }
  throw new ConfigurationError(
    `guard() ran below the path ${quoted(baseUrl)}, where the router goes by the rest of the path alone. ` +
      'Put guard() at the root of the application, before what is mounted; or say where it is, ' +
      `as in guard({ mountPath: '/api' }); or use operation(name) on the route. ` +
      'A handler must not send its request through the application again.',
  );
}

/**
 * A route keeps to its handlers, also where code writes to `req.url` in there: they were chosen by the path before.
 * Which one that was the request does not say, nor whether it has come out of the route again.
 */
function assertNotRewrittenInRoute({ route, url, originalUrl }: RoutedRequest): void {
  if (route === undefined || url === originalUrl || pathOf(url) === pathOf(originalUrl)) return;
  throw new ConfigurationError(
    'guard() ran on a route, or after one, and the URL had been rewritten, so that the path the router went by is not known. ' +
      'Put guard() after the rewriting, at the root of the application, before every route; or use operation(name) on the route.',
  );
}

function targetBelow(mount: RegExp, mountPath: string, { url, baseUrl, originalUrl }: RoutedRequest): string {
  if (!mount.test(baseUrl)) {
    throw new ConfigurationError(
      `guard({ mountPath: '${mountPath}' }) ran below ${quoted(baseUrl)}. ` +
        'Say where it is mounted, put guard() at the root of the application, or use operation(name) on the route.',
    );
  }
  // Absolute form has its host in front. No route has such a path.
  if (!url.startsWith('/')) return url;
  if (spellings(baseUrl, url).includes(originalUrl)) return originalUrl;
  throw new ConfigurationError(
    `guard({ mountPath: '${mountPath}' }) ran after the URL had been rewritten, so that the path the router goes by is not known. ` +
      'Put guard() after the rewriting, at the root of the application, or use operation(name) on the route.',
  );
}

/**
 * The targets that look like this below a mount path. The router makes `/?x` of what is left of `/api?x`; no policy has
 * both `/api` and `/api/`. Express 4 takes one slash of `/api//x`, which matches no route.
 */
function spellings(baseUrl: string, url: string): readonly string[] {
  const isEnd = url === '/' || url.startsWith('/?');
  return [baseUrl + url, `${baseUrl}/${url}`, ...(isEnd ? [baseUrl + url.slice(1)] : [])];
}

/** A path of the request, for the server's own log: short, and with nothing in it that a terminal would obey. */
function quoted(path: string): string {
  return JSON.stringify(path.slice(0, 100));
}
