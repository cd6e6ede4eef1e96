/** From a credential to evidence: remembered where it can be, else authenticated. */

import { Denial } from '../decision/denial.js';
import type { Trace } from '../decision/trace.js';
import type { Authentication, AuthenticationContext, Authenticator } from './authenticator.js';
import type { Credential } from './credential.js';
import { evidenceOf, type AuthenticatedToken, type Evidence } from './evidence.js';
import type { TokenCache } from './token-cache.js';

/** What integrity is established by. */
export interface IntegrityContext extends AuthenticationContext {
  readonly authenticator: Authenticator;
  /** `undefined`: every token is authenticated each time. */
  readonly tokens: TokenCache | undefined;
}

/** A credential, and the name that its evidence is remembered by. */
export interface NamedCredential {
  readonly credential: Credential;
  /** `undefined` where nothing is remembered. */
  readonly name: string | undefined;
}

/** The evidence of a credential that was authenticated before, where all that it rests on still holds. `now` in seconds. */
export function recallEvidence(
  { name }: NamedCredential,
  context: IntegrityContext,
  now: number,
  trace: Trace,
): Evidence | undefined {
  if (name === undefined) return undefined;
  const known = context.tokens?.get(name, now);
  const evidence = known && reaffirmEvidence(known, context, trace);
  // Another document has come in force: the evidence is remembered as that has the issuer.
  if (evidence !== undefined && evidence !== known) context.tokens?.set(name, evidence, now);
  return evidence;
}

/** Evidence that is at hand, as the policy and the keys of now have it; `undefined` where it does not hold any more. */
export function reaffirmEvidence(
  evidence: Evidence,
  context: IntegrityContext,
  trace: Trace,
): Evidence | undefined {
  const token = context.authenticator.reaffirm(evidence.token, context);
  if (token === undefined) return undefined;
  const { entry, key, keySource } = token;
  trace.recall(entry.policy.name, key, keySource);
  return token === evidence.token ? evidence : evidenceOf(token, evidence.proof);
}

/**
 * Authenticates a credential and remembers its evidence: one authentication for all requests that bring one token
 * meanwhile. A denial is there at once where no key is needed for it.
 */
export function establishEvidence(
  named: NamedCredential,
  context: IntegrityContext,
  now: number,
  trace: Trace,
): Denial | Promise<Evidence | Denial> {
  const authenticate = context.authenticator.read(named.credential, context, trace);
  return authenticate instanceof Denial
    ? authenticate
    : authenticateOnce(named, context, now, trace, authenticate);
}

async function authenticateOnce(
  named: NamedCredential,
  context: IntegrityContext,
  now: number,
  trace: Trace,
  authenticate: Authentication,
): Promise<Evidence | Denial> {
  const { tokens } = context;
  const { name } = named;
  if (name === undefined || tokens === undefined) return asEvidence(await authenticate());
  return tokens.once(name, async (isFirst) => {
    const known = isFirst ? undefined : recallEvidence(named, context, now, trace);
    if (known !== undefined) return known;
    const outcome = asEvidence(await authenticate());
    if (!(outcome instanceof Denial)) tokens.set(name, outcome, now);
    return outcome;
  });
}

function asEvidence(outcome: AuthenticatedToken | Denial): Evidence | Denial {
  return outcome instanceof Denial ? outcome : evidenceOf(outcome);
}
