/** Every alteration as a case, on an operation where only the alteration is wrong. */

import { ALTERATIONS } from '../alterations/alterations.js';
import type { Alteration, TokenMaterial } from '../alterations/alteration.js';
import type { ClaimsToSign, TestIssuer } from '../issuer/test-issuer.js';
import { REQUESTS, USER, USER_WITH_AGENT, WORKLOAD, type ConformanceOperation } from './callers.js';
import type { ConformanceCase } from './case.js';

/** An operation, and the claims of a token that it allows. */
export interface Baseline {
  readonly operation: ConformanceOperation;
  readonly claims: ClaimsToSign;
}

const CREATE_ORDER: Baseline = { operation: 'createOrder', claims: USER };
const REFUND_ORDER: Baseline = { operation: 'refundOrder', claims: USER_WITH_AGENT };

/** No rule reads a claim here: a malformed claim is denied although nothing needs it. */
const NOTICES: Baseline = { operation: 'notices', claims: USER };

/** `createOrder` requires everything except an actor and a named identity. */
const OTHER_BASELINES: ReadonlyMap<string, Baseline> = new Map([
  ['other-identity', { operation: 'reconcile', claims: WORKLOAD }],
  ['actor-missing', REFUND_ORDER],
  ['actor-is-null', REFUND_ORDER],
  ['other-actor', REFUND_ORDER],
  ['former-actor', REFUND_ORDER],
]);

/** The baseline of an alteration in the conformance policy. */
export function baselineFor({ name, code }: Alteration): Baseline {
  return OTHER_BASELINES.get(name) ?? (code.startsWith('claims.') ? NOTICES : CREATE_ORDER);
}

/** What an alteration of this baseline starts from. */
export function materialFor({ operation, claims }: Baseline, issuer: TestIssuer): TokenMaterial {
  return { issuer, claims: issuer.claims(claims), request: REQUESTS[operation] };
}

/** One case per alteration. */
export const ALTERATION_CASES: readonly ConformanceCase[] = ALTERATIONS.map((alteration) => {
  const baseline = baselineFor(alteration);
  return {
    name: `alteration ${alteration.name}`,
    operation: baseline.operation,
    bindings: ['guard', 'named'],
    expected: { outcome: 'deny', code: alteration.code },
    request: ({ issuer }) => alteration.apply(materialFor(baseline, issuer)),
  };
});
