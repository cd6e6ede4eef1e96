/** A test issuer that stands in for all issuers of a policy, and the tokens that it signs for operations and issuers. */

import type { Policy } from '@org/jwt-core';
import {
  createTestIssuer,
  policyForTesting,
  type ClaimsToSign,
  type RequestDescription,
  type SigningAlgorithm,
  type TestCaller,
  type TestIssuer,
  type TestPolicy,
} from '@org/jwt-testing';
import { UsageError } from '../terminal/exit-code.js';
import { readObject } from '../explain/throw-away-keys.js';

/** Whose token is wanted, and what it says. */
export interface Wanted {
  readonly operation: string | undefined;
  readonly service: string | undefined;
  readonly rule: number | undefined;
  readonly issuer: string | undefined;
  readonly claims: ClaimsToSign;
  readonly header: Readonly<Record<string, unknown>>;
}

/** A token, and what it is good for. */
export interface Minted {
  readonly token: string;
  readonly issuer: string;
  readonly service: string | undefined;
  readonly operation: string | undefined;
  readonly rule: number | undefined;
  readonly principal: string | undefined;
  /** The identity that the rule names. */
  readonly identity: string | undefined;
  /** The request that it allows, without the token. */
  readonly request: RequestDescription | undefined;
  /** In seconds since 1970. */
  readonly expires: number | undefined;
}

/** The stand-in. */
export interface StandIn extends AsyncDisposable {
  readonly issuer: TestIssuer;
  /** The policy with the keys as they are now. */
  readonly testPolicy: () => Promise<TestPolicy>;
  /** @throws ConfigurationError for what the policy does not have. */
  readonly mint: (wanted: Wanted) => Minted;
}

/** Starts it. `lifetime` of its tokens in seconds; an operation may allow less. */
export async function standIn(
  policy: Policy,
  { now, lifetime }: { readonly now: () => number; readonly lifetime: number | undefined },
): Promise<StandIn> {
  const issuer = await createTestIssuer({
    algs: algorithmsFor(policy),
    clock: now,
    ...(lifetime === undefined ? {} : { lifetime }),
  });
  try {
    const first = await policyForTesting(policy, issuer);
    return {
      issuer,
      testPolicy: () => policyForTesting(policy, issuer),
      mint: (wanted) => mint(first, wanted),
      [Symbol.asyncDispose]: () => issuer.close(),
    };
  } catch (error) {
    await issuer.close();
    throw error;
  }
}

/** The first of each issuer. One with a shared secret takes any. */
function algorithmsFor({ model }: Policy): readonly SigningAlgorithm[] {
  const algs = Object.values(model.issuers).flatMap(
    ({ algorithms }) => algorithms.find((alg): alg is SigningAlgorithm => !alg.startsWith('HS')) ?? [],
  );
  return algs.length === 0 ? ['ES256'] : [...new Set(algs)];
}

function mint(testPolicy: TestPolicy, wanted: Wanted): Minted {
  const { operation, service, rule, issuer, claims, header } = wanted;
  const place = service === undefined ? {} : { service };
  if (operation !== undefined) {
    const caller = testPolicy.callerFor(operation, {
      ...place,
      ...(rule === undefined ? {} : { rule }),
      ...(issuer === undefined ? {} : { issuer }),
      claims,
      header,
    });
    return { ...caller, identity: identityOf(testPolicy, caller), expires: expiryOf(caller.token) };
  }
  if (issuer === undefined) throw new UsageError('Whose token? Write --for OPERATION, or --issuer NAME.');
  if (rule !== undefined) throw new UsageError('--rule is of an operation: write --for as well.');
  const token = testPolicy.signAs(issuer, claims, { ...place, header });
  const nothing = {
    operation: undefined,
    rule: undefined,
    principal: undefined,
    request: undefined,
    identity: undefined,
  };
  return { token, issuer, service, ...nothing, expires: expiryOf(token) };
}

function identityOf(
  { policy: { model } }: TestPolicy,
  { service, operation, rule }: Pick<TestCaller, 'service' | 'operation' | 'rule'>,
): string | undefined {
  const who = model.services[service]?.operations[operation]?.rules[rule ?? -1]?.who;
  return who !== undefined && 'identity' in who ? who.identity.name : undefined;
}

function expiryOf(token: string): number | undefined {
  const exp = readObject(token.split('.')[1] ?? '')?.['exp'];
  return typeof exp === 'number' ? exp : undefined;
}
