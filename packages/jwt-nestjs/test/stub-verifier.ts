import type { HttpRequest, Allowed, DecideOptions, Decision, Denied, Verifier } from '@org/jwt-core';
import type { HeaderPair } from '@org/jwt-core/adapter';
import { vi, type Mock } from 'vitest';

/** A verifier that says the same of every request, and remembers what it was asked. */
export type StubVerifier = Omit<Verifier, 'decide'> & {
  readonly decide: Mock<(request: HttpRequest, options?: DecideOptions) => Promise<Decision>>;
};

export function stubVerifier(decide: (request: HttpRequest) => Decision | Promise<Decision>): StubVerifier {
  const reject = (): never => {
    throw new Error('A guard asks nothing else.');
  };
  return {
    service: 'stub',
    decide: vi.fn(async (request: HttpRequest) => decide(request)),
    identify: reject,
    explain: reject,
    operations: () => [],
    requireOperation: (name) => ({ name, auth: 'required', route: undefined }),
    warmUp: reject,
    status: reject,
    describe: reject,
    close: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

export function allowed(...headers: HeaderPair[]): Allowed {
  return { outcome: 'allow', identity: undefined, headers };
}

export function denied(...headers: HeaderPair[]): Denied {
  const body = JSON.stringify({ title: 'No — déjà vu.', status: 401 });
  return {
    outcome: 'deny',
    code: 'credential.missing',
    layer: 'credential',
    response: { status: 401, headers, body },
    problem: { type: 'about:blank', title: 'No — déjà vu.', status: 401 },
  };
}
