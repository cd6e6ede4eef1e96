import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../options/configuration-error.js';
import { readProxy } from './proxy.js';

const PROXY = 'http://proxy.acme.example:8080';

/** The proxy for a URL, as `Scheme://host:port` and its header. */
const ask = (
  target: string,
  setting: string,
  environment: Readonly<Record<string, string>> = {},
): unknown => {
  const proxy = readProxy('httpsKeyFetcher', setting, undefined, environment)(new URL(target));
  return proxy && [proxy.url.origin, proxy.authorization];
};

describe('a proxy that code names', () => {
  it('is used for https', () => {
    expect(ask('https://id.example/', PROXY)).toEqual([PROXY, undefined]);
    expect(ask('https://10.0.0.1:8443/', 'https://proxy/')).toEqual(['https://proxy', undefined]);
  });

  it.each([
    'http://id.example/',
    'http://keycloak:8080/',
    'https://localhost/',
    'https://127.0.0.1:8443/',
    'https://[::1]/',
  ])('is not used for %s: plain http, and this machine', (target) => {
    expect(ask(target, PROXY)).toBeUndefined();
    expect(ask(target, 'environment', { HTTPS_PROXY: PROXY })).toBeUndefined();
  });

  it('takes no exceptions from the environment', () => {
    expect(ask('https://id.example/', PROXY, { NO_PROXY: '*' })).toEqual([PROXY, undefined]);
  });

  it('gets the credentials of its URL, with escapes read', () => {
    const [origin, authorization] = ask(
      'https://id.example/',
      'http://ann%40acme:p%3A%2Fss@proxy:8080',
    ) as string[];
    expect(origin).toBe('http://proxy:8080');
    expect(authorization).toBe(`Basic ${Buffer.from('ann@acme:p:/ss').toString('base64')}`);
  });

  it.each([
    ['no URL', 'proxy'],
    ['a host and a port', 'proxy:8080'],
    ['another scheme', 'socks5://user:SECRET@proxy:1080'],
    ['a path', 'http://user:SECRET@proxy:8080/path'],
    ['a query', 'http://proxy:8080/?SECRET'],
    ['a fragment', 'http://proxy:8080/#SECRET'],
    ['an escape that is none', 'http://user:SECRET%@proxy:8080'],
    ['another word', 'env'],
  ])('is rejected at start, and not repeated: %s', (_what, setting) => {
    const open = (): unknown => readProxy('httpsKeyFetcher', setting);
    expect(open).toThrow(ConfigurationError);
    expect(open).toThrow(/^httpsKeyFetcher: proxy: (?!.*SECRET)/u);
  });
});

describe('the proxy of the environment', () => {
  it.each<[string, Readonly<Record<string, string>>, string | undefined]>([
    ['HTTPS_PROXY', { HTTPS_PROXY: PROXY }, PROXY],
    ['https_proxy', { https_proxy: PROXY }, PROXY],
    ['https_proxy before HTTPS_PROXY', { HTTPS_PROXY: 'http://other', https_proxy: PROXY }, PROXY],
    ['HTTPS_PROXY where https_proxy is empty', { HTTPS_PROXY: PROXY, https_proxy: '' }, PROXY],
    ['a host and a port', { HTTPS_PROXY: 'proxy.acme.example:8080' }, PROXY],
    ['none where it is empty', { HTTPS_PROXY: '' }, undefined],
    ['none where it is not set', {}, undefined],
    ['none for http alone', { HTTP_PROXY: PROXY, http_proxy: PROXY, ALL_PROXY: PROXY }, undefined],
  ])('is %s', (_what, environment, proxy) => {
    expect(ask('https://id.example/', 'environment', environment)).toEqual(proxy && [proxy, undefined]);
  });

  it.each(['socks5://SECRET@proxy', 'http://', 'http://proxy/SECRET'])(
    'is rejected at start, and not repeated: %s',
    (value) => {
      const open = (): unknown =>
        readProxy('httpsKeyFetcher', 'environment', undefined, { HTTPS_PROXY: value });
      expect(open).toThrow(/^httpsKeyFetcher: HTTPS_PROXY: expected the URL of a proxy(?!.*SECRET)/u);
    },
  );

  it('is not read from what the environment inherits', () => {
    const environment = Object.create({ HTTPS_PROXY: PROXY }) as Record<string, string>;
    expect(ask('https://id.example/', 'environment', environment)).toBeUndefined();
  });

  it.each<[entry: string, direct: readonly string[], proxied: readonly string[]]>([
    ['*', ['https://id.example/', 'https://10.0.0.1/'], []],
    [
      'acme.example',
      ['https://acme.example/', 'https://id.acme.example:8443/'],
      ['https://notacme.example/', 'https://acme.example.evil.example/'],
    ],
    ['.acme.example', ['https://acme.example/', 'https://id.acme.example/'], ['https://notacme.example/']],
    ['*.acme.example', ['https://id.acme.example/'], ['https://notacme.example/']],
    ['ACME.example', ['https://id.acme.example/'], []],
    [
      'acme.example:8443',
      ['https://acme.example:8443/'],
      ['https://acme.example/', 'https://acme.example:443/'],
    ],
    ['acme.example:443', ['https://acme.example/'], ['https://acme.example:8443/']],
    ['a.example, b.example', ['https://a.example/', 'https://b.example/'], ['https://c.example/']],
    ['a.example b.example', ['https://a.example/', 'https://b.example/'], ['https://c.example/']],
    ['10.0.0.0/8', ['https://10.9.9.9/'], ['https://11.0.0.1/', 'https://id.example/']],
    ['10.0.0.1', ['https://10.0.0.1/'], ['https://10.0.0.2/', 'https://10.0.0.10/']],
    ['0.1', [], ['https://10.0.0.1/']],
    ['10.0.0.1:8443', ['https://10.0.0.1:8443/'], ['https://10.0.0.1/']],
    ['fd00::1', ['https://[fd00::1]/', 'https://[FD00:0::1]/'], ['https://[fd00::2]/']],
    ['[fd00::1]:8443', ['https://[fd00::1]:8443/'], ['https://[fd00::1]/']],
    ['fd00::/8', ['https://[fd12::1]/'], ['https://[fe00::1]/']],
    ['10.0.0.0/99', [], ['https://10.0.0.1/']],
    ['a.*.example', [], ['https://a.b.example/']],
    [',,.', [], ['https://id.example/']],
    ['<local>', [], ['https://intranet/']],
  ])('is not used for the hosts in NO_PROXY: %s', (entry, direct, proxied) => {
    const through = (target: string): unknown =>
      ask(target, 'environment', { HTTPS_PROXY: PROXY, NO_PROXY: entry });
    expect(direct.map(through)).toEqual(direct.map(() => undefined));
    expect(proxied.map(through)).toEqual(proxied.map(() => [PROXY, undefined]));
  });

  it('has its exceptions in no_proxy before NO_PROXY', () => {
    const environment = { HTTPS_PROXY: PROXY, NO_PROXY: '*', no_proxy: 'other.example' };
    expect(ask('https://id.example/', 'environment', environment)).toEqual([PROXY, undefined]);
  });
});
