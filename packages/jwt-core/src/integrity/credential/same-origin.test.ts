import { describe, expect, it } from 'vitest';
import { checkSameOrigin } from './same-origin.js';

const ORIGINS = new Set(['https://app.example', 'https://admin.example:8443']);
const OURS = ['Origin', 'https://app.example'];
const SAME_SITE = ['Sec-Fetch-Site', 'same-site'];
const SAME_ORIGIN = ['Sec-Fetch-Site', 'same-origin'];
const WEBSOCKET = ['Connection', 'Upgrade', 'Upgrade', 'websocket'];

const verdict = (method: string, rawHeaders: readonly string[]): string =>
  checkSameOrigin({ method, target: '/', rawHeaders }, ORIGINS)?.code ?? 'allow';

describe('a request with a cookie', () => {
  it.each(['GET', 'HEAD', 'OPTIONS'])('is taken with %s from every site', (method) => {
    for (const headers of [[], ['Origin', 'https://evil.example'], ['Sec-Fetch-Site', 'cross-site']]) {
      expect(verdict(method, headers)).toBe('allow');
    }
  });

  it('is taken where it asks for another protocol than a WebSocket', () => {
    expect(verdict('GET', ['Upgrade', 'h2c', 'Origin', 'https://evil.example'])).toBe('allow');
  });

  const UNSAFE: readonly (readonly [what: string, method: string, headers: readonly string[]])[] = [
    ...['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'CONNECT', 'QUERY', 'get', ''].map(
      (method) => [method, method, []] as const,
    ),
    ['the handshake of a WebSocket', 'GET', WEBSOCKET],
    ['such a handshake in capitals', 'GET', ['Connection', 'Upgrade', 'UPGRADE', 'WebSocket']],
    ['such a handshake among others', 'GET', ['Upgrade', 'h2c, websocket/13']],
    ['such a handshake in the second of two lines', 'GET', ['Upgrade', 'h2c', 'Upgrade', 'websocket']],
  ];

  describe.each(UNSAFE)('and %s', (_what, method, headers) => {
    it.each<[string, readonly string[]]>([
      ['one of the origins', OURS],
      ['one with a port', ['origin', 'https://admin.example:8443']],
      ['one of the origins, of another host of the site', [...OURS, ...SAME_SITE]],
      ['no origin, and Sec-Fetch-Site: same-origin', SAME_ORIGIN],
    ])('is taken from %s', (_from, origin) => {
      expect(verdict(method, [...headers, ...origin])).toBe('allow');
    });

    it.each<[string, readonly string[]]>([
      ['nothing that says it', []],
      ['another origin', ['Origin', 'https://evil.example']],
      ['an origin that begins alike', ['Origin', 'https://app.example.evil.example']],
      ['an origin in another case', ['Origin', 'https://APP.example']],
      ['an origin with a slash', ['Origin', 'https://app.example/']],
      ['an origin with a port', ['Origin', 'https://app.example:443']],
      ['the same host over http', ['Origin', 'http://app.example']],
      ['an opaque origin', ['Origin', 'null']],
      ['an empty origin', ['Origin', '']],
      ['two origins in one header', ['Origin', 'https://app.example, https://evil.example']],
      ['two headers', [...OURS, 'origin', 'https://evil.example']],
      ['one origin twice', [...OURS, ...OURS]],
      ['another origin, and Sec-Fetch-Site: same-origin', ['Origin', 'https://evil.example', ...SAME_ORIGIN]],
      ['Sec-Fetch-Site: same-site', SAME_SITE],
      ['Sec-Fetch-Site: cross-site', ['Sec-Fetch-Site', 'cross-site']],
      ['Sec-Fetch-Site: none', ['Sec-Fetch-Site', 'none']],
      ['Sec-Fetch-Site in another case', ['Sec-Fetch-Site', 'Same-Origin']],
      ['Sec-Fetch-Site twice', [...SAME_ORIGIN, ...SAME_ORIGIN]],
      ['a referrer alone', ['Referer', 'https://app.example/']],
    ])('is denied with credential.cross_site from %s', (_from, origin) => {
      expect(verdict(method, [...headers, ...origin])).toBe('credential.cross_site');
    });
  });
});
