/** Where the keys of an issuer are, with everything resolved that the document leaves to be computed. */

import type { KeySource } from '../document/document.js';
import { expandTemplate, type ResolvedIssuer } from '../model/issuer.js';
import { CEILINGS, DEFAULT_LIMITS, parseDuration } from '../model/limits.js';
import { resolveFrom, type ReferencedFiles } from '../model/referenced-files.js';
import type { KeyPolicy } from './service-policy.js';

/** The files of a document, and where its relative paths start. */
interface Files {
  readonly directory: string | undefined;
  readonly files: ReferencedFiles;
}

/** The key source of an issuer, its profile applied. */
export function compileKeys({ keys = {}, profile }: ResolvedIssuer, policy: Files): KeyPolicy {
  const seconds = parseDuration(keys.maxStale ?? '') ?? DEFAULT_LIMITS.maxStale;
  return {
    // A SPIFFE bundle marks its keys; what OpenID Connect Discovery leads to is not a bundle.
    use: keys.discovery === undefined ? (profile?.keyUse ?? 'sig') : 'sig',
    fixed: compileFixed(keys, policy),
    remote: {
      discovery: keys.discovery ?? 'oidc',
      jwksOrigin: keys.jwksOrigin,
      network: keys.network,
      maxStaleMs: Math.min(seconds, CEILINGS.maxStale) * 1000,
    },
  };
}

function compileFixed(keys: KeySource, { directory, files }: Files): KeyPolicy['fixed'] {
  if (keys.secret !== undefined) {
    const { env, file, encoding = 'utf8' } = keys.secret;
    const path = file === undefined ? undefined : resolveFrom(directory, file);
    return { kind: 'secret', env, path, encoding };
  }
  if (keys.jwks !== undefined) return { kind: 'jwks', keys: keys.jwks.keys };
  return keys.file === undefined ? undefined : { kind: 'file', content: files.text(keys.file) };
}

/** The address of the key set, with the tenant in it. */
export function jwksUriOf({ keys }: ResolvedIssuer, tenant: string | undefined): string | undefined {
  return keys?.jwksUri === undefined || tenant === undefined
    ? keys?.jwksUri
    : expandTemplate(keys.jwksUri, tenant);
}
