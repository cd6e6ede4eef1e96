/** Which URLs may be fetched at all: `https`, and `http` to this machine where that was allowed. */

import { isLoopback } from './address.js';

/** What is wrong with a URL to fetch from, in a sentence without the address; `undefined` when nothing is. */
export function checkFetchUrl(text: string, allowHttpLoopback: boolean): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return 'the address is not a URL';
  if (url.username !== '' || url.password !== '') return 'the address carries credentials';
  if (url.protocol === 'https:') return undefined;
  const host = hostOf(url);
  if (url.protocol !== 'http:' || (host !== 'localhost' && !isLoopback(host)))
    return 'the address is not https';
  return allowHttpLoopback
    ? undefined
    : 'the address is http: for development, allow insecure.allowHttpLoopback';
}

/** The host as `node:net` knows it: an IPv6 address without its brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/u, '$1');
}
