/** Where the keys of an issuer are, with everything resolved that the document leaves to be computed. */

import { resolveFrom } from '../model/referenced-files.js';
import type { KeySource } from '../document/document.js';
import { secondsOf } from '../document/duration.js';
import { ceilingOf, defaultOf } from '../document/limits.js';
import { expandTemplate } from '../model/issuer.js';
import type { ResolvedKeys } from '../model/resolved-policy.js';
import type { KeyPolicy } from './service-policy.js';

/** The key source of an issuer. A relative file of a secret or a token starts from the directory of the policy. */
export function compileKeys(
  { source, use, fileContent, ca }: ResolvedKeys,
  directory: string | undefined,
): KeyPolicy {
  const seconds = source.maxStale === undefined ? defaultOf('maxStale') : secondsOf(source.maxStale);
  return {
    use,
    fixed: compileFixed(source, fileContent, directory),
    remote: {
      discovery: source.discovery ?? 'oidc',
      jwksOrigin: source.jwksOrigin,
      allowedNetworks: source.allowedNetworks,
      tokenPath: source.tokenFile === undefined ? undefined : resolveFrom(directory, source.tokenFile),
      ca,
      maxStaleMs: Math.min(seconds, ceilingOf('maxStale')) * 1000,
    },
  };
}

function compileFixed(
  { secret, jwks, file }: KeySource,
  content: string | undefined,
  directory: string | undefined,
): KeyPolicy['fixed'] {
  if (secret !== undefined) {
    const { env, file: secretFile, encoding = 'utf8' } = secret;
    const path = secretFile === undefined ? undefined : resolveFrom(directory, secretFile);
    return { kind: 'secret', env, path, encoding };
  }
  if (jwks !== undefined) return { kind: 'jwks', keys: jwks.keys };
  return file === undefined ? undefined : { kind: 'file', content };
}

/** The address of the key set, with the tenant in it. */
export function jwksUriOf({ source }: ResolvedKeys, tenant: string | undefined): string | undefined {
  const { jwksUri } = source;
  return jwksUri === undefined || tenant === undefined ? jwksUri : expandTemplate(jwksUri, tenant);
}
