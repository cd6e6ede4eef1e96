/** A policy in which a test issuer stands in for every issuer: the same document, with its keys. */

import { basename, join } from 'node:path';
import { ConfigurationError, loadPolicy, parsePolicy, type Policy } from '@org/jwt-core';
import { PROFILES, type Algorithm, type IssuerDocument, type Jwk } from '@org/jwt-core/policy';
import type { TestIssuer } from '../issuer/test-issuer.js';
import { isSigningAlgorithm, type SigningAlgorithm } from '../issuer/signing-key.js';

/** An issuer of a policy, with its profile applied. */
export type ResolvedIssuer = Policy['model']['issuers'][string];

/** The algorithms that the test issuer can sign with, those of its own keys first. */
export function algorithmsOf(issuer: TestIssuer): readonly SigningAlgorithm[] {
  const algorithms = signatureKeys(issuer).flatMap(({ alg }) => (isSigningAlgorithm(alg) ? [alg] : []));
  return [...new Set(algorithms)];
}

/** Those of them that this issuer may use. One with a shared secret may use all: its secret is in no test. */
export function algorithmsFor(issuer: TestIssuer, model: ResolvedIssuer): readonly SigningAlgorithm[] {
  const own = algorithmsOf(issuer);
  const accepted = model.algorithms.filter((algorithm) => !algorithm.startsWith('HS'));
  return accepted.length === 0 ? own : own.filter((algorithm) => accepted.some(isSameAs(algorithm)));
}

/**
 * The policy with the keys of the test issuer in the place of all keys. Everything else stays: `iss`, profiles, what tokens
 * lack, services and rules.
 *
 * @throws PolicyError for a policy that does not load, ConfigurationError where the test issuer has no key that an issuer
 * of the policy may use.
 */
export async function standIn(policy: string | Policy, issuer: TestIssuer): Promise<Policy> {
  const original = typeof policy === 'string' ? await loadPolicy(policy) : policy;
  const { document, model } = original;
  assertAlgorithms(original, issuer);
  const issuers = Object.fromEntries(
    Object.entries(document.issuers).map(([name, each]) => [
      name,
      withKeys(each, model.issuers[name], issuer),
    ]),
  );
  return parsePolicy(JSON.stringify({ ...document, issuers }), placeOf(original));
}

function withKeys(
  document: IssuerDocument,
  model: ResolvedIssuer | undefined,
  issuer: TestIssuer,
): IssuerDocument {
  const algs: readonly Algorithm[] = model === undefined ? [] : algorithmsFor(issuer, model);
  const use = (document.profile && PROFILES[document.profile].keyUse) ?? 'sig';
  const keys = signatureKeys(issuer).filter(({ alg }) => algs.some((each) => each === alg));
  // Real issuers publish keys for encryption as well: no token may be signed with one.
  const others = issuer.publicJwks().keys.filter((jwk) => jwk['use'] === 'enc');
  return {
    ...document,
    algs,
    keys: { jwks: { keys: [...keys.map((jwk) => ({ ...jwk, use })), ...others] } },
  };
}

/** Reports all issuers at once, with what to write. */
function assertAlgorithms({ model }: Policy, issuer: TestIssuer): void {
  const missing = Object.values(model.issuers).filter((each) => algorithmsFor(issuer, each).length === 0);
  if (missing.length === 0) return;
  const wanted = [
    ...algorithmsOf(issuer),
    ...new Set(missing.flatMap(({ algorithms: [first = ''] }) => first)),
  ];
  throw new ConfigurationError(
    `The test issuer has no key that ${missing.map(({ name, algorithms }) => `"${name}" (${algorithms.join(', ')})`).join(' and ')} ` +
      `may use. Write createTestIssuer({ algs: [${wanted.map((alg) => `'${alg}'`).join(', ')}] }).`,
  );
}

/** Relative paths in the document start where they did. */
function placeOf({ file, directory }: Policy): { readonly file: string } | { readonly location: string } {
  return directory === undefined ? { location: file } : { file: join(directory, basename(file)) };
}

function signatureKeys(issuer: TestIssuer): readonly Jwk[] {
  return issuer.publicJwks().keys.filter(({ use }) => use === 'sig');
}

/** `Ed25519` is the newer name of `EdDSA`. */
function isSameAs(algorithm: Algorithm): (other: Algorithm) => boolean {
  const canonical = (each: Algorithm): Algorithm => (each === 'Ed25519' ? 'EdDSA' : each);
  return (other) => canonical(other) === canonical(algorithm);
}
