/** Verifiers whose answer is known: for testing what an adapter or a service does with a decision. */

import type { HttpRequest, Allowed, Decision, Denied, Verifier } from '@org/jwt-core';

/** A verifier that answers every question with what the function says. It knows every operation. */
export function stubVerifier(decide: (request: HttpRequest) => Promise<Decision>): Verifier {
  return {
    service: 'stub',
    identify: decide,
    decide,
    explain: () => Promise.reject(new Error('A stub explains nothing.')),
    operations: () => [],
    operation: (name) => ({ name, auth: 'required', route: undefined }),
    ready: () => Promise.resolve({ ready: true, policy: 'active', issuers: [] }),
    describe: () => ({
      service: 'stub',
      engineVersion: '0.0.0',
      state: 'active',
      policy: undefined,
      location: 'stub',
      loadedAt: undefined,
      rejection: undefined,
      issuers: [],
    }),
    close: () => Promise.resolve(),
  };
}

/** A refusal with two challenges, which is rare and allowed (RFC 9110 §11.6.1), and with letters beyond ASCII. */
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
};

/** Allows everybody, and says of nobody who it is. */
export const STUB_ALLOWED: Allowed = { outcome: 'allow', identity: undefined, headers: [] };
