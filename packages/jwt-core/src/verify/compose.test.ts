/** docker compose: the browser knows the provider as `localhost`, and the service as a host of a private network. */

import type dns from 'node:dns';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { serveJson } from '../../test/loopback.js';
import { createSigner, NOW, NOW_SECONDS } from '../../test/mint.js';
import { asking, loginWith, ordersPolicy } from '../../test/orders.js';
import type { Policy } from '../policy/policy.js';
import { definePolicy } from '../policy/policy.js';
import { createVerifier, type VerifierOptions } from './create-verifier.js';

/** What the resolver of the compose network says. */
const addresses: Record<string, string> = {};

vi.mock('node:dns', async (original) => {
  const real = await original<typeof dns>();
  const lookup = (
    name: string,
    options: object,
    callback: (error: Error | null, found?: unknown) => void,
  ): void => {
    const address = addresses[name];
    if (address === undefined) real.lookup(name, options, callback as never);
    else callback(null, [{ address, family: 4 }]);
  };
  return { ...real, lookup };
});

const ISS = 'http://localhost:8080/realms/shop';
const PATH = '/realms/shop/protocol/openid-connect/certs';

function shopPolicy(jwksUri: string): Policy {
  const { document } = ordersPolicy({ login: loginWith({ discovery: 'oidc' }) });
  const keycloak = { profile: 'keycloak', iss: ISS, keys: { jwksUri } } as const;
  return definePolicy({
    ...document,
    issuers: { keycloak },
    services: {
      orders: {
        audience: 'orders',
        accept: ['keycloak'],
        operations: { listOrders: { route: 'GET /orders', allow: [{ principal: 'user' }] } },
      },
    },
  } as never);
}

async function outcomeWith(options: VerifierOptions, token: string): Promise<readonly unknown[]> {
  const verifier = await createVerifier({ clock: () => NOW, ...options });
  onTestFinished(() => verifier.close());
  const { outcome } = await verifier.decide(asking(token));
  return [outcome, verifier.describe().issuers[0]?.failure];
}

describe('F2: keys at http://keycloak:8080 for an iss at http://localhost:8080', () => {
  const setUp = async (address: string): Promise<{ host: string; policy: Policy; token: string }> => {
    const signer = await createSigner('RS256');
    const { url } = await serveJson(() => ({ [PATH]: { keys: [signer.jwk] } }));
    const host = `keycloak:${new URL(url).port}`;
    addresses['keycloak'] = address;
    const claims = {
      iss: ISS,
      aud: ['orders', 'account'],
      sub: 'c3c4b3da-c660-432d-a566-02d86691083b',
      typ: 'Bearer',
      azp: 'shop-web',
      preferred_username: 'alice',
      iat: NOW_SECONDS - 10,
      exp: NOW_SECONDS + 290,
      jti: 'onrtac:1',
    };
    const token = await signer.sign(claims, { typ: 'JWT' });
    return { host, policy: shopPolicy(`http://${host}${PATH}`), token };
  };

  it('are fetched where code names the host, and the process warns of it', async () => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const { host, policy, token } = await setUp('127.0.0.1');
    expect(await outcomeWith({ policy, insecure: { allowHttpHosts: [host] } }, token)).toEqual([
      'allow',
      undefined,
    ]);
    expect(warning.mock.calls).toEqual([
      [
        `createVerifier: insecure.allowHttpHosts allows plain http to ${host}. An attacker in that network can replace what is fetched. For development only.`,
        { code: 'JWT_POLICY_INSECURE_HTTP' },
      ],
    ]);
  });

  it('are not fetched without the host in code: an error at start that says how', async () => {
    const { host, policy } = await setUp('127.0.0.1');
    for (const insecure of [
      {},
      { allowHttpLoopback: true },
      { allowHttpHosts: ['keycloak:1', 'localhost:8080'] },
    ]) {
      await expect(createVerifier({ policy, insecure })).rejects.toThrow(
        `The keys of issuer "keycloak" cannot be fetched from http://${host}${PATH}: the address is not https: for development in a private network, name its host and port in insecure.allowHttpHosts.`,
      );
    }
  });

  it.each(['8.8.8.8', '169.254.169.254'])(
    'are not fetched where the name has the address %s',
    async (address) => {
      vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
      const { host, policy, token } = await setUp(address);
      expect(await outcomeWith({ policy, insecure: { allowHttpHosts: [host] } }, token)).toEqual([
        'deny',
        `http://${host}${PATH}: ${address} is not a private address, and plain http reaches no other`,
      ]);
    },
  );

  it('are asked of a fetcher of the application as well', async () => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const { host, policy, token } = await setUp('127.0.0.1');
    const keyFetcher = vi.fn<NonNullable<VerifierOptions['keyFetcher']>>(() =>
      Promise.resolve({ status: 503, body: new Uint8Array() }),
    );
    const insecure = { allowHttpHosts: [host] };
    expect(await outcomeWith({ policy, insecure, keyFetcher }, token)).toEqual([
      'deny',
      `http://${host}${PATH}: status 503`,
    ]);
    expect(keyFetcher.mock.calls[0]?.[1].insecure).toEqual(insecure);
  });
});
