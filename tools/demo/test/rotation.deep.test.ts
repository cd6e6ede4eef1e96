/** A real provider that rotates its keys: `oidc-provider`, over real connections, end to end. */

import { createServer, type RequestListener } from 'node:http';
import { createVerifier, definePolicy, type Verifier } from '@org/jwt-core';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { Provider, type Configuration } from 'oidc-provider';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeServer, urlOf } from '../src/services/service.js';

const RESOURCE = 'https://orders.example';
const CLIENT = { id: 'sync', secret: 'test-only' };

async function createKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' };
}

/** Publishes all of these keys; signs with the first one. */
function configuration(keys: readonly JWK[]): Configuration {
  const kid = keys[0]?.kid ?? '';
  return {
    jwks: { keys: keys.map((key) => ({ ...key })) },
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    cookies: { keys: ['test-only'] },
    ttl: { ClientCredentials: 1800 },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          audience: RESOURCE,
          scope: 'orders:read',
          accessTokenFormat: 'jwt',
          accessTokenTTL: 1800,
          jwt: { sign: { alg: 'ES256', kid } },
        }),
      },
    },
  };
}

/** The provider of one test, which chooses its keys and counts the requests for them. */
class Rotating {
  keySetsServed = 0;
  isDown = false;
  #handle: RequestListener = (_request, response) => response.writeHead(503).end();
  readonly #server = createServer((request, response) => {
    if (request.url === '/jwks') this.keySetsServed += 1;
    if (this.isDown) response.writeHead(503).end();
    else this.#handle(request, response);
  });

  async start(...keys: readonly JWK[]): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.publish(...keys);
  }

  get issuer(): string {
    return urlOf(this.#server);
  }

  publish(...keys: readonly JWK[]): void {
    const serve = new Provider(this.issuer, configuration(keys)).callback();
    this.#handle = (request, response) => void serve(request, response);
  }

  async token(): Promise<string> {
    const response = await fetch(`${this.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString('base64')}` },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        resource: RESOURCE,
        scope: 'orders:read',
      }),
    });
    const { access_token: token } = (await response.json()) as { readonly access_token?: string };
    if (token === undefined) throw new Error(`The provider returned no token: ${String(response.status)}.`);
    return token;
  }

  close(): Promise<void> {
    return closeServer(this.#server);
  }
}

let provider: Rotating;
let verifier: Verifier;
let now: number;
let first: JWK;
let second: JWK;

beforeEach(async () => {
  vi.spyOn(console, 'warn').mockReturnValue(); // the provider says that its storage is for development
  [first, second] = await Promise.all([createKey('first'), createKey('second')]);
  provider = new Rotating();
  await provider.start(first);
  now = Date.now();
  verifier = await createVerifier({
    policy: definePolicy({
      apiVersion: 'jwt-policy/v1',
      kind: 'JwtPolicy',
      metadata: { name: 'rotation' },
      issuers: {
        login: { iss: provider.issuer, keys: { discovery: 'oidc' }, algs: ['ES256'], typ: 'at+jwt' },
      },
      services: {
        orders: {
          audience: RESOURCE,
          accept: ['login'],
          operations: { list: { allow: [{ principal: 'workload', scopes: ['orders:read'] }] } },
        },
      },
    }),
    clock: () => now,
    insecure: { allowHttpLoopback: true },
  });
});

afterEach(async () => {
  await verifier.close();
  await provider.close();
});

async function decide(token: string): Promise<string> {
  const rawHeaders = ['Authorization', `Bearer ${token}`];
  const decision = await verifier.decide({ method: 'GET', target: '/', rawHeaders }, { operation: 'list' });
  return decision.outcome === 'deny' ? decision.code : 'allowed';
}

describe('a real provider that rotates its keys', () => {
  it('changes its key, and a retired key is denied', async () => {
    const old = await provider.token();
    expect(await decide(old)).toBe('allowed');

    provider.publish(second, first); // signs with the new one, the old one stays published
    const fresh = await provider.token();
    expect([await decide(fresh), await decide(old)]).toEqual(['allowed', 'allowed']);
    expect(provider.keySetsServed).toBe(2);

    provider.publish(second);
    now += 60_000 * 11; // the keys are no longer fresh: the next request sees what is published now
    expect(await decide(await provider.token())).toBe('allowed');
    expect(await decide(old)).toBe('key.unknown');
    expect(provider.keySetsServed).toBe(3);
  });

  it('may be down meanwhile: known keys are in use, and a new key is unavailable', async () => {
    const token = await provider.token();
    expect(await decide(token)).toBe('allowed');
    provider.publish(second, first);
    const fresh = await provider.token();
    provider.isDown = true;
    expect(await decide(token)).toBe('allowed');
    expect(await decide(fresh)).toBe('key.unavailable');
    provider.isDown = false;
    now += 5_000;
    expect(await decide(fresh)).toBe('allowed');
  });
});
