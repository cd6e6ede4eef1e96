/** A real identity provider, in this process: `oidc-provider`, with RFC 9068 access tokens for several resources. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Configuration, ResourceServer } from 'oidc-provider';
import { closeServer, urlOf } from './services/service.js';

/** A client of the provider: a workload, with the tenant that it works for. */
export interface Client {
  readonly id: string;
  readonly tenant: string;
  /** Of its access tokens, in seconds. */
  readonly lifetime: number;
}

/** The workloads of the demo. */
export const CLIENTS: Readonly<Record<'sync' | 'otherTenant' | 'shortLived' | 'longLived', Client>> = {
  sync: { id: 'ledger-sync', tenant: 't-eu', lifetime: 600 },
  otherTenant: { id: 'ledger-sync-us', tenant: 't-us', lifetime: 600 },
  shortLived: { id: 'ledger-sync-short', tenant: 't-eu', lifetime: 1 },
  longLived: { id: 'ledger-sync-long', tenant: 't-eu', lifetime: 7200 },
};

/** The application that a person signs in to. */
export const PORTAL: { readonly id: string; readonly redirectUri: string } = {
  id: 'portal',
  redirectUri: 'http://127.0.0.1/callback',
};

/** All clients of the demo share this one: it opens nothing outside. */
export const CLIENT_SECRET = 'demo-only';

/** A provider that listens on this machine. */
export interface IdentityProvider {
  readonly issuer: string;
  /** The current public key. */
  publicKey(): Promise<JWK>;
  /** Signs with a new key from now on. The old one stays published. */
  rotateKey(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a provider on a port, or on any port when that one is in use. */
export async function startProvider(port: number): Promise<IdentityProvider> {
  const keys = [await createKey('key-1')];
  let handle: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) => {
    response.writeHead(503).end();
  };
  const server = createServer((request, response) => handle(request, response));
  await listen(server, port);
  const issuer = urlOf(server);
  const { Provider } = await quietly(() => import('oidc-provider'));
  const configure = async (): Promise<void> => {
    const provider = await quietly(() => Promise.resolve(new Provider(issuer, configuration(keys))));
    const serve = provider.callback();
    handle = (request, response) => void serve(request, response);
  };
  await configure();
  return {
    issuer,
    publicKey: () => Promise.resolve(publicPart(keys[0])),
    rotateKey: async () => {
      keys.unshift(await createKey(`key-${String(keys.length + 1)}`));
      await configure();
    },
    close: () => closeServer(server),
  };
}

/**
 * Hides the provider's warnings, which say that Node 20 is old, and that its storage and its login are for development.
 * The demo uses them for just that.
 */
async function quietly<Value>(make: () => Promise<Value>): Promise<Value> {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return await make();
  } finally {
    console.warn = warn;
  }
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
}

async function createKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' };
}

function publicPart(key: JWK | undefined): JWK {
  const { kty, crv, x, y, kid, alg } = key ?? {};
  return { kty, crv, x, y, kid, alg } as JWK;
}

function configuration(keys: readonly JWK[]): Configuration {
  return {
    jwks: { keys: keys.map((key) => ({ ...key })) },
    clients: [...Object.values(CLIENTS).map(workload), portal()],
    cookies: { keys: ['demo-only'] },
    findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    extraTokenClaims: (_context, token) => {
      const client = clientOf(token.clientId);
      return client === undefined ? undefined : { tenant_id: client.tenant };
    },
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, resource, client) =>
          resourceServer(resource, clientOf(client.clientId), keys),
      },
    },
    ttl: {
      IdToken: 600,
      Interaction: 60,
      Session: 60,
      Grant: 60,
      AuthorizationCode: 60,
      AccessToken: 600,
      ClientCredentials: (_context, token) => token.resourceServer?.accessTokenTTL ?? 600,
    },
  };
}

function clientOf(id: string | undefined): Client | undefined {
  return Object.values(CLIENTS).find((client) => client.id === id);
}

function workload({ id }: Client): NonNullable<Configuration['clients']>[number] {
  return {
    client_id: id,
    client_secret: CLIENT_SECRET,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    id_token_signed_response_alg: 'ES256',
  };
}

function portal(): NonNullable<Configuration['clients']>[number] {
  return {
    client_id: PORTAL.id,
    client_secret: CLIENT_SECRET,
    application_type: 'native',
    grant_types: ['authorization_code'],
    redirect_uris: [PORTAL.redirectUri],
    id_token_signed_response_alg: 'ES256',
  };
}

function resourceServer(resource: string, client: Client | undefined, keys: readonly JWK[]): ResourceServer {
  const name = new URL(resource).hostname.split('.')[0] ?? '';
  const kid = keys[0]?.kid;
  return {
    audience: resource,
    scope: `${name}:read ${name}:write`,
    accessTokenFormat: 'jwt',
    accessTokenTTL: client?.lifetime ?? 600,
    jwt: { sign: { alg: 'ES256', ...(kid === undefined ? {} : { kid }) } },
  };
}
