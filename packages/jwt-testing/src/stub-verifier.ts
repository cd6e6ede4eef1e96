/** Verifiers with a known answer, for tests of what an adapter or a service does with a decision. */

import type { HttpRequest, Allowed, Decision, Denied, Readiness, Verifier } from '@org/jwt-core';

/** A verifier that decides every request by this function. It knows every operation. */
export function stubVerifier(decide: (request: HttpRequest) => Promise<Decision>): Verifier {
  return {
    service: 'stub',
    identify: decide,
    decide,
    explain: () => Promise.reject(new Error('A stub verifier cannot explain a decision.')),
    operations: () => [],
    requireOperation: (name) => ({ name, auth: 'required', route: undefined }),
    warmUp: () => Promise.resolve(READY),
    status: () => READY,
    describe: () => ({
      service: 'stub',
      engineVersion: '0.0.0',
      policyState: 'active',
      policy: undefined,
      location: 'stub',
      loadedAt: undefined,
      rejection: undefined,
      audiences: [],
      issuers: [],
    }),
    close: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

const READY: Readiness = { ready: true, policyState: 'active', issuers: [] };

/** A denial with two challenges, which is rare and allowed (RFC 9110 §11.6.1), and with letters outside of ASCII. */
export const STUB_DENIED: Denied = {
  outcome: 'deny',
  code: 'credential.missing',
  layer: 'credential',
  response: {
    status: 401,
    headers: [
      ['Content-Type', 'application/problem+json'],
      ['Cache-Control', 'no-store'],
      ['WWW-Authenticate', 'Bearer realm="stub"'],
      ['WWW-Authenticate', 'DPoP algs="ES256"'],
    ],
    body: '{"title":"Kein Schlüssel","status":401}',
  },
  problem: { type: 'about:blank', title: 'Kein Schlüssel', status: 401 },
};

/** Allows the request, without an identity. */
export const STUB_ALLOWED: Allowed = { outcome: 'allow', identity: undefined, headers: [] };
