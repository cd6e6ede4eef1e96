/** Near misses of a URL: a program that normalises, parses or compares prefixes may treat them as equal. */

import type { Change } from './near-misses.js';

const at = (url: string, change: (scheme: string, host: string, path: string) => string): string => {
  const [, scheme = '', host = '', path = ''] = /^([a-z]+):\/\/([^/]*)(.*)$/u.exec(url) ?? [];
  return change(scheme, host, path);
};
const name = (host: string): string => host.replace(/:\d+$/u, '');

/** Near misses of a URL, used together with those of any string. */
export const URL_NEAR_MISSES: Readonly<Record<string, Change>> = {
  'slash-more-or-less': (url) => (url.endsWith('/') ? url.slice(0, -1) : `${url}/`),
  'two-slashes-after': (url) => `${url}//`,
  'path-after': (url) => `${url}/x`,
  'dot-segment-after': (url) => `${url}/.`,
  'dot-segments-after': (url) => `${url}/x/..`,
  'encoded-slash-after': (url) => `${url}%2f`,
  'backslash-after': (url) => `${url}\\`,
  'semicolon-after': (url) => `${url};`,
  'empty-query': (url) => `${url}?`,
  query: (url) => `${url}?x=y`,
  'empty-fragment': (url) => `${url}#`,
  fragment: (url) => `${url}#x`,
  'other-scheme': (url) =>
    at(url, (scheme, host, path) => `${scheme === 'https' ? 'http' : 'https'}://${host}${path}`),
  'scheme-in-upper-case': (url) =>
    at(url, (scheme, host, path) => `${scheme.toUpperCase()}://${host}${path}`),
  'host-in-upper-case': (url) => at(url, (scheme, host, path) => `${scheme}://${host.toUpperCase()}${path}`),
  'without-scheme': (url) => at(url, (_, host, path) => host + path),
  'scheme-relative': (url) => at(url, (_, host, path) => `//${host}${path}`),
  'one-slash': (url) => url.replace('://', ':/'),
  'three-slashes': (url) => url.replace('://', ':///'),
  backslashes: (url) => url.replace('://', ':\\\\'),
  'host-alone': (url) => at(url, (_, host) => host),
  'default-port': (url) => at(url, (scheme, host, path) => `${scheme}://${name(host)}:443${path}`),
  'plain-port': (url) => at(url, (scheme, host, path) => `${scheme}://${name(host)}:80${path}`),
  'other-port': (url) => at(url, (scheme, host, path) => `${scheme}://${name(host)}:8443${path}`),
  'empty-port': (url) => at(url, (scheme, host, path) => `${scheme}://${name(host)}:${path}`),
  'zeros-before-port': (url) => at(url, (scheme, host, path) => `${scheme}://${name(host)}:000443${path}`),
  userinfo: (url) => at(url, (scheme, host, path) => `${scheme}://user@${host}${path}`),
  'empty-userinfo': (url) => at(url, (scheme, host, path) => `${scheme}://@${host}${path}`),
  'userinfo-with-password': (url) => at(url, (scheme, host, path) => `${scheme}://user:word@${host}${path}`),
  'as-userinfo': (url) => `${url}@attacker.example`,
  'as-password': (url) => at(url, (scheme, host) => `${scheme}://attacker:${host}@attacker.example`),
  'as-path': (url) => at(url, (scheme, host, path) => `${scheme}://attacker.example/${host}${path}`),
  'as-query': (url) => `https://attacker.example/?${url}`,
  'as-fragment': (url) => `https://attacker.example/#${url}`,
  'as-subdomain': (url) =>
    at(url, (scheme, host, path) => `${scheme}://${name(host)}.attacker.example${path}`),
  'subdomain-before': (url) => at(url, (scheme, host, path) => `${scheme}://www.${host}${path}`),
  'label-joined-before': (url) => at(url, (scheme, host, path) => `${scheme}://evil${host}${path}`),
  'dot-after-host': (url) => at(url, (scheme, host, path) => `${scheme}://${name(host)}.${path}`),
  'ideographic-dot': (url) => url.replace('.', '\u3002'),
  'full-width-slash': (url) => url.replace('//', '/\uff0f'),
  'division-slash': (url) => `${url}\u2215`,
  localhost: (url) => at(url, (scheme, _, path) => `${scheme}://localhost${path}`),
  'any-address': (url) => at(url, (scheme, _, path) => `${scheme}://0.0.0.0${path}`),
  'decimal-address': (url) => at(url, (scheme, _, path) => `${scheme}://2130706433${path}`),
  'mapped-address': (url) => at(url, (scheme, _, path) => `${scheme}://[::ffff:127.0.0.1]${path}`),
  'wildcard-host': (url) => at(url, (scheme, _, path) => `${scheme}://*${path}`),
  'wildcard-subdomain': (url) => at(url, (scheme, host, path) => `${scheme}://*.${host}${path}`),
  'wildcard-path': (url) => `${url}/*`,
  'punycode-host': (url) => at(url, (scheme, host, path) => `${scheme}://xn--${host}${path}`),
  urn: (url) => `urn:${url}`,
  'in-blanks': (url) => ` ${url} `,
};
