/** Where the keys of an issuer are, with everything resolved that the document leaves to be computed. */

import type { KeySource } from '../document/document.js';
import { expandTemplate, type ResolvedIssuer } from '../model/issuer.js';
import { CEILINGS, DEFAULT_LIMITS, parseDuration } from '../model/limits.js';
import { resolveFrom } from '../model/referenced-files.js';
import type { Policy } from '../policy.js';
import type { KeyPolicy } from './service-policy.js';

/** The key source of an issuer, its profile applied. */
export function compileKeys({ keys = {}, profile }: ResolvedIssuer, policy: Policy): KeyPolicy {
  return {
    // A SPIFFE bundle marks its keys; what OpenID Connect Discovery leads to is not a bundle.
    use: keys.discovery === undefined ? (profile?.keyUse ?? 'sig') : 'sig',
    source: compileSource(keys, policy),
  };
}

function compileSource(keys: KeySource, { directory, files }: Policy): KeyPolicy['source'] {
  if (keys.secret !== undefined) {
    const { env, file, encoding = 'utf8' } = keys.secret;
    const path = file === undefined ? undefined : resolveFrom(directory, file);
    return { kind: 'secret', env, path, encoding };
  }
  if (keys.jwks !== undefined) return { kind: 'jwks', keys: keys.jwks.keys };
  if (keys.file !== undefined) return { kind: 'file', content: files.text(keys.file) };
  const { discovery, jwksUri, jwksOrigin, network, maxStale = '' } = keys;
  const seconds = Math.min(parseDuration(maxStale) ?? DEFAULT_LIMITS.maxStale, CEILINGS.maxStale);
  const isDiscovered = discovery !== undefined || jwksUri === undefined;
  return {
    kind: isDiscovered ? 'discovery' : 'jwksUri',
    discovery: discovery ?? 'oidc',
    jwksOrigin,
    network,
    maxStaleMs: seconds * 1000,
  };
}

/** The address of the key set, with the tenant in it. */
export function jwksUriOf({ keys }: ResolvedIssuer, tenant: string | undefined): string | undefined {
  return keys?.jwksUri === undefined || tenant === undefined
    ? keys?.jwksUri
    : expandTemplate(keys.jwksUri, tenant);
}
