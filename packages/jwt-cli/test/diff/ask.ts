/** Asks one policy about a token, without anything of the command: its own keys, signatures and requests. */

import { createVerifier, type Verifier } from '@org/jwt-core';
import { policyForTesting, type TestIssuer, type TestPolicy } from '@org/jwt-testing';
import type { Policy } from '@org/jwt-core/policy';

/** A policy that can be asked. */
export interface Asked {
  readonly testing: TestPolicy;
  readonly allows: (token: AskedToken | undefined, service: string, operation: string) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** What a request says. */
export interface AskedToken {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly typ: string | undefined;
  readonly tenant: string | undefined;
}

/** Opens a policy. */
export async function ask(policy: Policy, issuer: TestIssuer, now: number): Promise<Asked> {
  const testing = await policyForTesting(policy, issuer);
  const verifiers = new Map<string, Verifier>();
  return {
    testing,
    allows: async (token, service, operation) => {
      const verifier =
        verifiers.get(service) ??
        (await createVerifier({ policy: testing.policy, service, clock: () => now }));
      verifiers.set(service, verifier);
      const source = policy.model.services[service]?.operations[operation]?.tenant;
      const { tenant } = token ?? {};
      const rawHeaders: string[] = [];
      if (token !== undefined) {
        const { kid, alg } = issuer.header('ES256');
        rawHeaders.push('authorization', `Bearer ${issuer.sign({ alg, kid, typ: token.typ }, token.claims)}`);
      }
      if (source?.from === 'header' && tenant !== undefined) rawHeaders.push(source.key, tenant);
      if (source?.from === 'host' && tenant !== undefined) rawHeaders.push('host', `${tenant}.example`);
      const params = source?.from === 'path' && tenant !== undefined ? { [source.key]: tenant } : {};
      const request = { method: 'GET', target: '/', rawHeaders, params };
      return (await verifier.decide(request, { operation })).outcome === 'allow';
    },
    close: async () => {
      for (const verifier of verifiers.values()) await verifier.close();
    },
  };
}
