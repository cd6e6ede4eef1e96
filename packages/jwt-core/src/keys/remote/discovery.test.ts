import { describe, expect, it } from 'vitest';
import { discoveryUrl } from './discovery.js';

describe('OpenID Connect Discovery appends to the path of the issuer (§4)', () => {
  it.each([
    ['https://id.example', 'https://id.example/.well-known/openid-configuration'],
    ['https://id.example/', 'https://id.example/.well-known/openid-configuration'],
    ['https://id.example/realms/shop', 'https://id.example/realms/shop/.well-known/openid-configuration'],
    ['https://id.example/realms/shop/', 'https://id.example/realms/shop/.well-known/openid-configuration'],
    ['https://id.example:8443/a', 'https://id.example:8443/a/.well-known/openid-configuration'],
    ['https://id.example/a%2Fb', 'https://id.example/a%2Fb/.well-known/openid-configuration'],
  ])('%s', (iss, url) => {
    expect(discoveryUrl(iss, 'oidc')).toBe(url);
  });
});

describe('RFC 8414 puts the well-known part before the path (§3.1)', () => {
  it.each([
    ['https://id.example', 'https://id.example/.well-known/oauth-authorization-server'],
    ['https://id.example/', 'https://id.example/.well-known/oauth-authorization-server'],
    ['https://id.example/issuer1', 'https://id.example/.well-known/oauth-authorization-server/issuer1'],
    ['https://id.example/issuer1/', 'https://id.example/.well-known/oauth-authorization-server/issuer1'],
    ['https://id.example:8443/a/b', 'https://id.example:8443/.well-known/oauth-authorization-server/a/b'],
    ['https://id.example/a%2Fb', 'https://id.example/.well-known/oauth-authorization-server/a%2Fb'],
  ])('%s', (iss, url) => {
    expect(discoveryUrl(iss, 'oauth')).toBe(url);
  });
});

it('an issuer that is not a URL has no metadata: its name is returned, and is rejected as a URL', () => {
  expect(discoveryUrl('not a url', 'oauth')).toBe('not a url');
});
