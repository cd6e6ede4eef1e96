import { createVerifier, definePolicy, type DecisionEvent, type Verifier } from '@org/jwt-core';

/** A verifier of public operations, and what it decided since the last request. */
export interface DispatchVerifier {
  readonly verifier: Verifier;
  /** What was decided since the last call. */
  readonly taken: () => readonly DecisionEvent[];
}

/** Every path is an operation of its own: a handler that runs after the decision about another one is a fault. */
export async function createDispatchVerifier(
  paths: Readonly<Record<string, string>>,
): Promise<DispatchVerifier> {
  let events: DecisionEvent[] = [];
  const verifier = await createVerifier({
    policy: definePolicy({
      apiVersion: 'jwt-policy/v1',
      kind: 'JwtPolicy',
      metadata: { name: 'dispatch' },
      issuers: {
        login: {
          iss: 'https://id.example',
          keys: { jwksUri: 'https://id.example/keys' },
          algs: ['ES256'],
          typ: 'at+jwt',
        },
      },
      services: {
        shop: {
          audience: 'https://shop.example',
          accept: ['login'],
          operations: Object.fromEntries(
            Object.entries(paths).map(([name, path]) => [
              name,
              { route: `GET ${path}`, auth: 'public' as const },
            ]),
          ),
        },
      },
    }),
    onDecision: (event) => {
      events.push(event);
    },
  });
  const taken = (): readonly DecisionEvent[] => {
    const all = events;
    events = [];
    return all;
  };
  return { verifier, taken };
}
