import { describe, expect, it } from 'vitest';
import { checkFetchUrl } from './fetch-url.js';

describe('an address to fetch from', () => {
  it.each(['https://id.example', 'https://127.0.0.1/', 'https://id.example:8443/a?b'])(
    '%s is fine',
    (url) => {
      expect(checkFetchUrl(url, {})).toBeUndefined();
    },
  );

  it.each([
    'http://localhost:8080',
    'http://127.0.0.1',
    'http://127.9.9.9/',
    'http://[::1]:1/',
    'http://0x7f.1/',
  ])('%s is accepted in development alone', (url) => {
    expect(checkFetchUrl(url, { allowHttpLoopback: true })).toBeUndefined();
    expect(checkFetchUrl(url, {})).toMatch(/^the address is http:/u);
  });

  it('over http may have a host that code names, exactly and with its port', () => {
    const insecure = { allowHttpHosts: ['keycloak:8080', 'plain:80', '[fd00::1]:8080', 'localhost:8080'] };
    const accepted = [
      'http://keycloak:8080/realms/shop',
      'http://KEYCLOAK:8080',
      'http://plain/',
      'http://plain:80/',
    ];
    const local = [
      'http://[fd00::1]:8080/',
      'http://[FD00:0::1]:8080/',
      'http://localhost:8080/',
      'https://keycloak/',
    ];
    expect([...accepted, ...local].map((url) => checkFetchUrl(url, insecure))).toEqual(
      Array(8).fill(undefined),
    );
    const others = [
      'http://keycloak/',
      'http://keycloak:8081/',
      'http://keycloak.:8080/',
      'http://a.keycloak:8080/',
      'http://keycloak.evil.example:8080/',
      'http://user@keycloak:8080/',
      'http://evil.example/keycloak:8080',
      'ftp://keycloak:8080/',
      'http://localhost:8081/',
      'http://plain:8080/',
    ];
    for (const url of others) expect(checkFetchUrl(url, insecure)).toBeTypeOf('string');
  });

  it('is rejected with what to do in development', () => {
    expect(checkFetchUrl('http://keycloak:8080/', {})).toBe(
      'the address is not https: for development in a private network, name its host and port in insecure.allowHttpHosts',
    );
    expect(checkFetchUrl('http://localhost:8080/', {})).toBe(
      'the address is http: for development, allow insecure.allowHttpLoopback',
    );
  });

  it.each([
    'http://id.example',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://evil.example/127.0.0.1',
    'http://0.0.0.0',
    'http://10.0.0.1',
    'http://[::]',
    'http://[::ffff:127.0.0.1]',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'data:application/json,{}',
    'http://localhost@evil.example',
    'http://user:pass@localhost',
    'https://user@id.example',
    '//id.example',
    'id.example',
    '',
  ])('"%s" is rejected, also in development', (url) => {
    expect(checkFetchUrl(url, { allowHttpLoopback: true })).toBeTypeOf('string');
  });
});
