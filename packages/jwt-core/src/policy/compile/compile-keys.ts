/** Where the keys of an issuer are, with everything resolved that the document leaves to be computed. */

import { canonicalAlgorithm } from '../../jose/algorithms.js';
import { resolveFrom } from '../model/referenced-files.js';
import type { KeySource, SecretReference } from '../document/document.js';
import { secondsOf } from '../document/duration.js';
import { ceilingOf, defaultOf } from '../document/limits.js';
import { listOf } from '../document/list-of.js';
import { expandTemplate } from '../model/issuer.js';
import type { ResolvedIssuer, ResolvedKeySource } from '../model/resolved-policy.js';
import type { KeyPolicy, KeySourceEntry, KeySourcePolicy, SecretPolicy } from './service-policy.js';

/** A compiled source, and the document's, which may have a template in it. */
export type CompiledSource = readonly [policy: KeySourcePolicy, source: KeySource];

/** The key sources of an issuer. A relative file of a secret starts from the directory of the policy. */
export function compileKeySources(
  { name, keys }: Pick<ResolvedIssuer, 'name' | 'keys'>,
  directory: string | undefined,
): readonly CompiledSource[] {
  const kinds = keys.map(({ source }) => kindOf(source));
  return keys.map((resolved, index) => {
    const { steps, source, until } = resolved;
    const kind = kindOf(source);
    const ofKind = (all: typeof kinds): number => all.filter((each) => each === kind).length;
    const policy: KeySourcePolicy = {
      name,
      place: `keys${steps.map((step) => `[${String(step)}]`).join('')}`,
      kind,
      number: [ofKind(kinds.slice(0, index + 1)), ofKind(kinds)],
      algorithms: canonicalAlgorithms(resolved.algorithms),
      until,
      keys: compileKeys(resolved, directory),
    };
    return [policy, source];
  });
}

/** The sources for one exact `iss`: addresses have the tenant in them. */
export function sourcesOf(
  sources: readonly CompiledSource[],
  iss: string,
  tenant: string | undefined,
): readonly KeySourceEntry[] {
  return sources.map(([policy, { jwksUri }]) => ({
    iss,
    jwksUri: jwksUri === undefined || tenant === undefined ? jwksUri : expandTemplate(jwksUri, tenant),
    policy,
  }));
}

/** `EdDSA` is the name of `Ed25519` as well. */
export function canonicalAlgorithms(algorithms: readonly string[]): ReadonlySet<string> {
  return new Set(algorithms.map((algorithm) => canonicalAlgorithm(algorithm) ?? algorithm));
}

function kindOf({ secret, jwks, file, jwksUri }: KeySource): KeySourcePolicy['kind'] {
  if (secret !== undefined) return 'secret';
  if (jwks !== undefined) return 'jwks';
  if (file !== undefined) return 'file';
  return jwksUri === undefined ? 'discovery' : 'jwksUri';
}

function compileKeys(
  { source, use, fileContent }: ResolvedKeySource,
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
    return { kind: 'secret', secrets: listOf(secret).map((each) => compileSecret(each, directory)) };
  }
  if (jwks !== undefined) return { kind: 'jwks', keys: jwks.keys };
  return file === undefined ? undefined : { kind: 'file', content };
}

function compileSecret(
  { env, file, encoding = 'utf8' }: SecretReference,
  directory: string | undefined,
): SecretPolicy {
  return { env, path: file === undefined ? undefined : resolveFrom(directory, file), encoding };
}
