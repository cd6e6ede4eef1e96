/** Everything that a conformance run needs: running issuers, the policy that accepts them, and the cases. */

import {
  createVerifier,
  definePolicy,
  type Clock,
  type Policy,
  type Verifier,
  type VerifierOptions,
} from '@org/jwt-core';
import { createTestIssuer, type TestIssuer } from '../issuer/test-issuer.js';
import type { ConformanceCase, ConformanceParties } from './case.js';
import { CONFORMANCE_CASES } from './cases.js';
import { CONFORMANCE_AUDIENCE, CONFORMANCE_SERVICE, conformanceDocument } from './policy.js';

/** A running kit. Close it after the tests. */
export interface ConformanceKit extends ConformanceParties, AsyncDisposable {
  readonly policy: Policy;
  /** The service of the policy that the cases are for. */
  readonly service: string;
  /** Frozen: issuers and verifiers share it, so that no case depends on the speed of the machine. */
  readonly clock: Clock;
  readonly cases: readonly ConformanceCase[];
  /** A verifier for the kit's service, with the kit's clock. The server under test has one, the runner another. */
  createVerifier(options?: Omit<VerifierOptions, 'policy' | 'service' | 'clock'>): Promise<Verifier>;
  /** Stops the issuers. */
  close(): Promise<void>;
}

/** 2026-01-01T00:00:00Z. */
const NOW = 1_767_225_600_000;

/** Starts the issuers and makes the policy. */
export async function createConformanceKit(): Promise<ConformanceKit> {
  const clock: Clock = () => NOW;
  const common = { clock, audience: CONFORMANCE_AUDIENCE, claims: { environment: 'test' } };
  const [issuer, partner, unreachable] = await Promise.all([
    createTestIssuer({ ...common, algs: ['ES256', 'RS256'] }),
    createTestIssuer({ ...common, algs: ['ES256', 'EdDSA'], path: '/partner' }),
    createTestIssuer(common),
  ]);
  unreachable.goOffline();
  const document = conformanceDocument({
    login: issuer.url,
    partner: partner.url,
    unreachable: unreachable.url,
  });
  return assemble({ issuer, partner, unreachable }, definePolicy(document), clock);
}

function assemble(parties: ConformanceParties, policy: Policy, clock: Clock): ConformanceKit {
  const issuers: readonly TestIssuer[] = [parties.issuer, parties.partner, parties.unreachable];
  const close = async (): Promise<void> => {
    await Promise.all(issuers.map((issuer) => issuer.close()));
  };
  return {
    ...parties,
    policy,
    service: CONFORMANCE_SERVICE,
    clock,
    cases: CONFORMANCE_CASES,
    createVerifier: (options = {}) =>
      createVerifier({
        onKeyEvent: () => undefined, // one of the issuers is unreachable on purpose
        ...options,
        policy,
        service: CONFORMANCE_SERVICE,
        clock,
        insecure: { allowHttpLoopback: true, ...options.insecure },
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
