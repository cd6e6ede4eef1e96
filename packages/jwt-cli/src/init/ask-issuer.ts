/** What an issuer says of itself: where its keys are, and which algorithms they are for. */

import { httpsKeyFetcher } from '@org/jwt-core';
import type { Algorithm } from '@org/jwt-core/policy';
import * as v from 'valibot';

/** How the issuer is reached. */
export interface AskOptions {
  readonly proxy?: string | undefined;
  readonly ca?: string | undefined;
  readonly allowHttpLoopback: boolean;
}

/** What was found. */
export interface IssuerFacts {
  readonly discovery: 'oidc' | 'oauth';
  /** Those that the published keys are for. */
  readonly algorithms: readonly Algorithm[];
  /** The origin of the key set, where it is not the issuer's. */
  readonly jwksOrigin: string | undefined;
}

const LIMITS = { timeoutMs: 5_000, maxBytes: 262_144 };

const metadata = v.object({ issuer: v.string(), jwks_uri: v.pipe(v.string(), v.url()) });
const keySet = v.object({
  keys: v.array(
    v.looseObject({
      kty: v.string(),
      use: v.nullish(v.string()),
      alg: v.nullish(v.string()),
      crv: v.nullish(v.string()),
    }),
  ),
});

/**
 * Asks for the discovery document, and for the key set that it names.
 *
 * @throws Error with the address that was asked, and what came.
 */
export async function askIssuer(iss: string, options: AskOptions): Promise<IssuerFacts> {
  const problems: string[] = [];
  for (const [discovery, url] of addressesOf(iss)) {
    try {
      const found = v.parse(metadata, await fetchJson(url, options));
      if (found.issuer !== iss) throw new Error(`it says that its issuer is ${JSON.stringify(found.issuer)}`);
      const jwks = new URL(found.jwks_uri);
      const { keys } = v.parse(keySet, await fetchJson(jwks, options));
      const algorithms = new Set(keys.filter(({ use }) => use !== 'enc').flatMap(algorithmOf));
      const jwksOrigin = jwks.origin === new URL(iss).origin ? undefined : jwks.origin;
      return { discovery, algorithms: [...algorithms].sort(), jwksOrigin };
    } catch (error) {
      problems.push(`${url.href}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(problems.join('\n'));
}

/** OpenID Connect Discovery 1.0 §4, RFC 8414 §3. */
function addressesOf(iss: string): readonly (readonly [IssuerFacts['discovery'], URL])[] {
  const { origin, pathname } = new URL(iss);
  const path = pathname.replace(/\/$/u, '');
  return [
    ['oidc', new URL(`${origin}${path}/.well-known/openid-configuration`)],
    ['oauth', new URL(`${origin}/.well-known/oauth-authorization-server${path}`)],
  ];
}

async function fetchJson(url: URL, { proxy, ca, allowHttpLoopback }: AskOptions): Promise<unknown> {
  const fetcher = httpsKeyFetcher({ ...(proxy !== undefined && { proxy }), ...(ca !== undefined && { ca }) });
  const { status, body } = await fetcher(url, {
    ...LIMITS,
    ...(allowHttpLoopback && { insecure: { allowHttpLoopback } }),
  });
  if (status !== 200) throw new Error(`status ${String(status)}`);
  return JSON.parse(new TextDecoder().decode(body));
}

const CURVES: Readonly<Record<string, Algorithm>> = {
  'P-256': 'ES256',
  'P-384': 'ES384',
  'P-521': 'ES512',
  Ed25519: 'Ed25519',
};

const KNOWN: ReadonlySet<string> = new Set([
  ...['RS', 'PS', 'ES'].flatMap((family) => ['256', '384', '512'].map((bits) => `${family}${bits}`)),
  'EdDSA',
  'Ed25519',
]);

/** Without `alg`, an RSA key is taken for RS256, which nearly all of them are for. */
function algorithmOf({ kty, alg, crv }: v.InferOutput<typeof keySet>['keys'][number]): readonly Algorithm[] {
  if (typeof alg === 'string')
    return KNOWN.has(alg) ? [alg === 'EdDSA' ? 'Ed25519' : (alg as Algorithm)] : [];
  if (kty === 'RSA') return ['RS256'];
  const curve = CURVES[crv ?? ''];
  return curve === undefined ? [] : [curve];
}
