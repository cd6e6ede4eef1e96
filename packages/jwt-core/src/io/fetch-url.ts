/** Which URLs may be fetched at all: `https`, and the plain `http` that code allows. */

import { isLoopback } from './address.js';
import { isAllowedHost, type InsecureHttp } from './insecure-http.js';

/** What is wrong with a URL to fetch from, in a sentence without the address; `undefined` when nothing is. */
export function checkFetchUrl(text: string, insecure: InsecureHttp): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return 'the address is not a URL';
  if (url.username !== '' || url.password !== '') return 'the address carries credentials';
  if (url.protocol === 'https:') return undefined;
  if (url.protocol !== 'http:') return 'the address is not https';
  if (isAllowedHost(url, insecure)) return undefined;
  if (!isThisMachine(url)) {
    return 'the address is not https: for development in a private network, name its host and port in insecure.allowHttpHosts';
  }
  return insecure.allowHttpLoopback === true
    ? undefined
    : 'the address is http: for development, allow insecure.allowHttpLoopback';
}

/** Whether a URL names this machine, whatever resolves names. */
export function isThisMachine(url: URL): boolean {
  const host = hostOf(url);
  return host === 'localhost' || isLoopback(host);
}

/** The host as `node:net` knows it: an IPv6 address without its brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/u, '$1');
}
