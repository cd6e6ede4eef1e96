/** Every alteration as a case: on the operation where nothing else could be wrong. */

import { ALTERATIONS } from '../alterations/alterations.js';
import type { Alteration, TokenMaterial } from '../alterations/alteration.js';
import type { ClaimsToSign, TestIssuer } from '../issuer/test-issuer.js';
import { REQUESTS, USER, USER_WITH_AGENT, WORKLOAD, type ConformanceOperation } from './callers.js';
import type { ConformanceCase } from './case.js';

/** Where an alteration is tried: a caller who may, until the alteration. */
export interface Place {
  readonly operation: ConformanceOperation;
  readonly claims: ClaimsToSign;
}

const CREATE_ORDER: Place = { operation: 'createOrder', claims: USER };
const REFUND_ORDER: Place = { operation: 'refundOrder', claims: USER_WITH_AGENT };

/** No rule reads a claim here: a wrong one is refused for its own sake. */
const NOTICES: Place = { operation: 'notices', claims: USER };

/** `createOrder` asks for everything but an actor and a named identity. */
const OTHER_PLACES: ReadonlyMap<string, Place> = new Map([
  ['other-identity', { operation: 'reconcile', claims: WORKLOAD }],
  ['actor-missing', REFUND_ORDER],
  ['other-actor', REFUND_ORDER],
  ['former-actor', REFUND_ORDER],
]);

/** The place of an alteration in the conformance policy. */
export function placeOf({ name, code }: Alteration): Place {
  return OTHER_PLACES.get(name) ?? (code.startsWith('claims.') ? NOTICES : CREATE_ORDER);
}

/** What an alteration starts from at its place. */
export function materialFor({ operation, claims }: Place, issuer: TestIssuer): TokenMaterial {
  return { issuer, claims: issuer.claims(claims), request: REQUESTS[operation] };
}

/** One case per alteration. */
export const ALTERATION_CASES: readonly ConformanceCase[] = ALTERATIONS.map((alteration) => {
  const place = placeOf(alteration);
  return {
    name: `alteration ${alteration.name}`,
    operation: place.operation,
    bindings: ['guard', 'named'],
    expected: { outcome: 'deny', code: alteration.code },
    request: ({ issuer }) => alteration.apply(materialFor(place, issuer)),
  };
});
