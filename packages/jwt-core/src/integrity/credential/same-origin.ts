/**
 * Whether a request with a cookie comes from the site itself. A browser sends the cookie with requests of any site, so that
 * a page of an attacker could act in the name of its reader (CSRF). `Origin` (RFC 6454 §7, Fetch §3.2) and
 * `Sec-Fetch-Site` (Fetch Metadata §2.4) are written by the browser, and no page can change them.
 */

import { deny, type Denial } from '../../decision/denial.js';
import type { HttpRequest } from '../../request/access-request.js';
import { headerValues } from '../../request/raw-headers.js';

/** They must change nothing (RFC 9110 §9.2.1), and what they return is not shown to another origin. */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Denies an unsafe request of another site. Only where there is no `Origin`, `Sec-Fetch-Site` is asked. */
export function checkSameOrigin(request: HttpRequest, origins: ReadonlySet<string>): Denial | undefined {
  if (SAFE_METHODS.has(request.method) && !isWebSocket(request)) return undefined;
  const [origin, ...others] = headerValues(request, 'origin');
  if (origin !== undefined) {
    return others.length === 0 && origins.has(origin) ? undefined : crossSite('another Origin');
  }
  const [site, ...more] = headerValues(request, 'sec-fetch-site');
  if (site === 'same-origin' && more.length === 0) return undefined;
  return crossSite(site === undefined ? 'neither Origin nor Sec-Fetch-Site' : 'another Sec-Fetch-Site');
}

/** Its handshake is a GET to which CORS does not apply: any page may open one, and read what it answers (RFC 6455 §10.2). */
function isWebSocket(request: HttpRequest): boolean {
  return headerValues(request, 'upgrade').some((value) => value.toLowerCase().includes('websocket'));
}

function crossSite(actual: string): Denial {
  return deny('credential.cross_site', {
    expected: 'one Origin of csrf.origins, or, without an Origin, Sec-Fetch-Site: same-origin',
    actual,
  });
}
