/** The tokens of the demo: one of each kind for every service, each requested or made as an attacker would. */

import { setTimeout as sleep } from 'node:timers/promises';
import { CompactSign } from 'jose';
import { clientCredentials, signIn } from './grants.js';
import { CLIENTS, type IdentityProvider } from './provider.js';
import { SERVICE_NAMES, type ServiceName } from './services/service.js';

/** The kinds of token, in the order in which they are shown. */
export const ROWS = [
  'the right token',
  "a sibling service's token",
  "another tenant's token",
  'an expired token',
  'a token with too small a scope',
  'alg: none',
  'HS256 with the public key',
  'an ID token',
  'a token of an unknown issuer',
  'a token valid for too long',
  'the right token, key rotated',
] as const;

/** One kind of token. */
export type RowName = (typeof ROWS)[number];

/** A token of each kind for each service. */
export type Tokens = Readonly<Record<RowName, Readonly<Record<ServiceName, string>>>>;

/** The providers that the tokens come from. */
export interface TokenSources {
  readonly provider: IdentityProvider;
  /** A provider that no policy names. */
  readonly unknownProvider: IdentityProvider;
  /** Receives a line for each step. */
  readonly progress: (text: string) => void;
}

/** The next service in the list. Its tokens must be denied here. */
const SIBLING: Readonly<Record<ServiceName, ServiceName>> = {
  payments: 'orders',
  orders: 'accounts',
  accounts: 'payments',
};

const EXPIRY_AND_SKEW_MS = 2_500;

/** Requests or makes every token. The services have fetched the provider's first key before: the last row rotates it. */
export async function collectTokens({ provider, unknownProvider, progress }: TokenSources): Promise<Tokens> {
  progress('asking the provider for tokens');
  const expired = await each((service) => grant(provider, CLIENTS.shortLived.id, service));
  const expiredAt = Date.now() + EXPIRY_AND_SKEW_MS;
  const right = await each((service) => grant(provider, CLIENTS.sync.id, service));
  progress('signing in a person, for an ID token');
  const idToken = await signIn(provider);
  const rest = {
    'the right token': right,
    "a sibling service's token": await each((service) => Promise.resolve(right[SIBLING[service]])),
    "another tenant's token": await each((service) => grant(provider, CLIENTS.otherTenant.id, service)),
    'a token with too small a scope': await each((service) =>
      grant(provider, CLIENTS.sync.id, service, 'read'),
    ),
    'alg: none': await each((service) => Promise.resolve(withoutSignature(right[service]))),
    'HS256 with the public key': await each((service) => withPublicKeyAsSecret(right[service], provider)),
    'an ID token': await each(() => Promise.resolve(idToken)),
    'a token of an unknown issuer': await each((service) => grant(unknownProvider, CLIENTS.sync.id, service)),
    'a token valid for too long': await each((service) => grant(provider, CLIENTS.longLived.id, service)),
  };
  progress('rotating the signing key');
  await provider.rotateKey();
  const rotated = await each((service) => grant(provider, CLIENTS.sync.id, service));
  progress('waiting for a token to expire');
  await sleep(Math.max(0, expiredAt - Date.now()));
  return { ...rest, 'an expired token': expired, 'the right token, key rotated': rotated };
}

/** The resource indicator of a service, at the provider. */
export function resourceOf(service: ServiceName): string {
  return `https://${service}.acme.example`;
}

function grant(
  provider: IdentityProvider,
  client: string,
  service: ServiceName,
  access = 'write',
): Promise<string> {
  return clientCredentials(provider, client, resourceOf(service), `${service}:${access}`);
}

async function each(make: (service: ServiceName) => Promise<string>): Promise<Record<ServiceName, string>> {
  const pairs = await Promise.all(
    SERVICE_NAMES.map(async (service) => [service, await make(service)] as const),
  );
  return Object.fromEntries(pairs) as Record<ServiceName, string>;
}

function withoutSignature(token: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
  return `${header}.${token.split('.')[1] ?? ''}.`;
}

/** A verifier that takes the algorithm from the header uses the public key as the HMAC secret. */
async function withPublicKeyAsSecret(token: string, provider: IdentityProvider): Promise<string> {
  const key = await provider.publicKey();
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url');
  return new CompactSign(payload)
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', ...(key.kid === undefined ? {} : { kid: key.kid }) })
    .sign(new TextEncoder().encode(JSON.stringify(key)));
}
