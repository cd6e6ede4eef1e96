import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestIssuer, type TestIssuer } from '@org/jwt-testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeTerminal, type Surroundings } from '../../test/terminal.js';
import { run } from '../main.js';

const NOW = Date.parse('2026-11-28T10:00:00Z');

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer({ clock: () => NOW, algs: ['ES256', 'EdDSA'] });
});
afterAll(() => issuer.close());

function policyWith(issuers: string, accept: string): string {
  return `apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: shop }
issuers:
${issuers}
services:
  orders:
    audience: https://orders.acme.example
    accept: [${accept}]
    operations:
      listOrders: { route: GET /orders, allow: [{ principal: user }] }
`;
}

const login = (): string =>
  `  login: { iss: '${issuer.url}', keys: { discovery: oidc }, algs: [ES256], typ: at+jwt }`;

async function keys(
  args: readonly string[],
  policy: string,
  options: Surroundings = {},
): Promise<{ readonly code: number; readonly out: string; readonly note: string }> {
  const terminal = fakeTerminal({ ...options, now: NOW, files: { 'policy.yaml': policy } });
  const code = await run(['keys', ...args], terminal);
  return { code, ...terminal.written() };
}

describe('keys', () => {
  it('names the keys that can be used, those for other purposes, the address and how long they are fresh', async () => {
    const { code, out, note } = await keys(['--allow-http-loopback'], policyWith(login(), 'login'));
    expect(code).toBe(0);
    expect(out.replaceAll(issuer.url, 'http://127.0.0.1:4400')).toBe(
      [
        '✓ login',
        '    iss http://127.0.0.1:4400',
        '    discovery http://127.0.0.1:4400/.well-known/openid-configuration',
        '    1 key, fresh until 2026-11-28T10:10:00Z, in 10m',
        '      + ES256 EC  es256-1',
        '      - eddsa-1: the alg of the key is not one that the policy allows for it',
        '      - encryption: use or key_ops say that the key is not for signatures',
        '',
        '1 of 1 issuer can be used.',
        '',
      ].join('\n'),
    );
    expect(note).toContain(`asking ${issuer.url}/jwks`);
  });

  it('ends with 1 where an issuer has none, with the address, and asks the others', async () => {
    const dead = `${login()}\n  dead: { iss: 'http://127.0.0.1:9', keys: { jwksUri: 'http://127.0.0.1:9/k' }, algs: [ES256], typ: at+jwt }`;
    const { code, out } = await keys(['--allow-http-loopback', '--json'], policyWith(dead, 'login, dead'));
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([
      {
        issuer: 'login',
        usable: true,
        sources: [{ state: 'fresh', admittedKeys: [{ alg: 'ES256', kty: 'EC' }] }],
      },
      { issuer: 'dead', usable: false, sources: [{ state: 'unavailable', address: 'http://127.0.0.1:9/k' }] },
    ]);
  });

  it('says of each key why it is refused, where none can be used', async () => {
    const server = createServer((_request, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(
        JSON.stringify({ keys: [{ kty: 'RSA', kid: 'weak', alg: 'RS256', n: 'AQAB', e: 'AQAB' }] }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const weak = `  weak: { iss: '${url}', keys: { jwksUri: '${url}/k' }, algs: [RS256], typ: at+jwt }`;
    const { code, out } = await keys(['--allow-http-loopback'], policyWith(weak, 'weak'));
    server.close();
    expect(code).toBe(1);
    expect(out).toContain('✗ weak: the RSA key has fewer than 2048 bits');
  });

  it('asks an issuer that no service accepts, and keys that need no fetch', async () => {
    const [jwk] = issuer.publicJwks().keys;
    const fixed = `${login()}\n  fixed: { iss: 'https://fixed.example', keys: { jwks: { keys: [${JSON.stringify(jwk)}] } }, algs: [ES256], typ: at+jwt }`;
    const { code, out } = await keys(['-i', 'fixed'], policyWith(fixed, 'login'));
    expect([code, out.includes('1 key, not fetched')]).toEqual([0, true]);
  });

  it('asks a few of very many tenants', async () => {
    const tenants = Array.from({ length: 150 }, (_, index) => `t${String(index)}`).join(', ');
    const many = `  many: { iss: '${issuer.url}/{tenant}', tenants: [${tenants}], keys: { discovery: oidc }, algs: [ES256], typ: at+jwt, tenant: tid }`;
    const { code, out } = await keys(['--allow-http-loopback'], policyWith(many, 'many'));
    expect([code, out.match(/no usable key/gu)?.length]).toEqual([1, 20]);
    expect(out).toContain('130 other tenants not asked.');
  });

  it.each<[string, readonly string[], string]>([
    ['an unset secret', ['-i', 'own'], 'is not set in the\n    environment'],
    ['plain http', ['-i', 'login'], 'add --allow-http-loopback'],
  ])('reports %s of an issuer', async (_what, args, message) => {
    const own = `${login()}\n  own: { iss: 'https://own.example', keys: { secret: { env: NOT_SET } }, algs: [HS256], typ: at+jwt }`;
    const { code, out } = await keys(args, policyWith(own, 'login, own'));
    expect(code).toBe(1);
    expect(out).toContain(message);
  });

  it.each<[string, readonly string[], string]>([
    ['an issuer that is not there', ['-i', 'nope'], 'There is no issuer "nope"'],
    ['a timeout that is none', ['--timeout', '0'], 'Expected a number of seconds'],
    ['authorities that are none', ['--ca', 'policy.yaml'], 'httpsKeyFetcher: ca'],
    ['a proxy that is none', ['--proxy', 'no url'], 'httpsKeyFetcher: proxy'],
  ])('refuses %s', async (_what, args, message) => {
    const { code, note } = await keys(args, policyWith(login(), 'login'));
    expect(code).toBe(2);
    expect(note).toContain(message);
  });
});
