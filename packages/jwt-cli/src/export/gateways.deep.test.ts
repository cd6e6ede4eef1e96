import fc from 'fast-check';
import { parsePolicy, PolicyError, type Matcher, type Policy } from '@org/jwt-core/policy';
import { createTestIssuer, policyForTesting, type TestIssuer, type TestPolicy } from '@org/jwt-testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inWords, sideBySide } from '../../test/gateways/side-by-side.js';
import type { Variation } from '../../test/gateways/variations.js';
import { NOW } from '../../test/terminal.js';

const SECONDS = Date.parse(NOW) / 1000;

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer({ clock: () => Date.parse(NOW) });
});
afterAll(() => issuer.close());

const text = fc.constantFrom('a', 'b', 'a/b', 'a*', '*', 'spiffe://x/y');
const scalar = fc.oneof(text, fc.constantFrom(1, 2, 3), fc.boolean());
const some = <Value>(one: fc.Arbitrary<Value>) => fc.uniqueArray(one, { minLength: 1, maxLength: 3 });

const leaf: fc.Arbitrary<Matcher> = fc.oneof(
  scalar.map((equals) => ({ equals })),
  some(text).map((values) => ({ in: values })),
  some(scalar).map((values) => ({ in: values })),
  scalar.map((contains) => ({ contains })),
  some(text).map((containsAll) => ({ containsAll })),
  some(text).map((containsAny) => ({ containsAny })),
  fc.constantFrom('a/', 'spiffe://x/').map((startsWith) => ({ startsWith })),
  fc.constantFrom(1, 2).map((gte) => ({ gte })),
  fc.constantFrom(2, 3).map((lte) => ({ lte })),
  fc.boolean().map((present) => ({ present })),
  fc.constant({ gte: 1, lte: 2 }),
);
const inverted = (one: fc.Arbitrary<Matcher>): fc.Arbitrary<Matcher> =>
  fc.oneof(
    { weight: 2, arbitrary: one },
    one.map((not) => ({ not })),
  );
const combined: fc.Arbitrary<Matcher> = fc.oneof(
  fc.tuple(inverted(leaf), inverted(leaf)).map((anyOf) => ({ anyOf })),
  fc.tuple(inverted(leaf), inverted(leaf)).map((allOf) => ({ allOf })),
);
const matcher = fc.oneof({ weight: 2, arbitrary: inverted(leaf) }, inverted(combined));

const conditions = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  {
    weight: 3,
    arbitrary: fc.dictionary(
      fc.oneof({ weight: 4, arbitrary: fc.constant('x') }, fc.constantFrom('y', '/z/w', 'sub')),
      matcher,
      { minKeys: 1, maxKeys: 2 },
    ),
  },
);
const grants = fc.option(
  fc.oneof(
    some(text),
    some(text).map((anyOf) => ({ anyOf })),
  ),
  { nil: undefined },
);

const rule = fc.record({
  issuer: fc.constant('login'),
  principal: fc.option(fc.constantFrom('user', 'workload'), { nil: undefined }),
  scopes: grants,
  roles: grants,
  where: conditions,
  actor: fc.option(conditions, { nil: undefined, freq: 1 }),
});

const document = fc.record({
  issuer: fc.record({
    principal: fc.constantFrom('user', 'workload', 'auto'),
    roles: fc.constantFrom('groups', { claim: 'groups', as: 'spaceDelimited' }, undefined),
    scopes: fc.constantFrom(undefined, 'scp', '/z/scopes'),
    require: conditions,
  }),
  auth: fc.constantFrom('required', 'optional'),
  audienceMode: fc.constantFrom('contains', 'exclusive'),
  allow: fc.array(rule, { minLength: 1, maxLength: 2 }),
});

const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.array(text, { maxLength: 3 }),
  fc.constantFrom(null, {}, { w: 'a' }, 'a b'),
);
/** Claims that the engine reads itself are well formed: that gateways read them less strictly is no loss of the policy. */
const names = fc.oneof(
  fc.array(text, { maxLength: 3 }),
  fc.array(text, { maxLength: 3 }).map((each) => each.join(' ')),
);
const claimsOf: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  x: value,
  y: value,
  z: fc.record({ w: value, scopes: names }, { requiredKeys: [] }),
  sub: text,
  client_id: text,
  scope: names,
  scp: names,
  groups: names,
  roles: names,
  act: fc.constantFrom({ sub: 'a' }, { sub: 'b', x: 'a' }, { x: 'a' }, undefined),
};
/** What is changed of a token that the first rule allows, where there can be one. */
const change = fc
  .constantFrom(...Object.keys(claimsOf))
  .chain((name) => (claimsOf[name] ?? value).map((each) => ({ [name]: each })));
const changes = fc
  .array(change, { maxLength: 3 })
  .map((all): Readonly<Record<string, unknown>> =>
    Object.fromEntries(all.flatMap((each) => Object.entries(each))),
  );

async function policyOf(written: object): Promise<Policy | undefined> {
  const { issuer: about, auth, audienceMode, allow } = written as Readonly<Record<string, unknown>>;
  try {
    return await parsePolicy(
      JSON.stringify({
        apiVersion: 'jwt-policy/v1',
        kind: 'JwtPolicy',
        metadata: { name: 'random' },
        issuers: {
          login: {
            iss: 'https://login.example',
            keys: { jwksUri: 'https://login.example/jwks' },
            algs: ['ES256'],
            typ: 'at+jwt',
            ...(about as object),
          },
        },
        services: {
          orders: {
            audience: 'https://orders.example',
            audienceMode,
            accept: ['login'],
            operations: { list: { route: 'GET /orders/{id}', auth, allow } },
          },
        },
      }),
    );
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}

/** Random conditions often contradict each other: then each good token will do. */
function goodClaims(callerFor: TestPolicy['callerFor']): Readonly<Record<string, unknown>> {
  try {
    return callerFor('list').claims;
  } catch {
    return {};
  }
}

/** What a gateway may miss in such a token, where it says so. */
function lostIn(claims: Readonly<Record<string, unknown>>): Variation['lost'] {
  const { sub, client_id: client, act } = claims;
  const isProgram = sub === client || (typeof sub === 'string' && sub.startsWith('spiffe://'));
  return [
    'claim-forms',
    'absent-claim',
    ...(isProgram ? (['impersonal'] as const) : []),
    ...(act === undefined ? [] : (['actor'] as const)),
  ];
}

it('lets nothing pass that the engine denies: random policies and tokens', async () => {
  const seen = { engine: 0, envoy: 0, istio: 0 };
  let policies = 0;
  await fc.assert(
    fc.asyncProperty(
      document,
      fc.array(changes, { minLength: 4, maxLength: 16 }),
      async (written, tokens) => {
        const original = await policyOf(written);
        fc.pre(original !== undefined);
        policies += 1;
        const { policy, signAs, callerFor } = await policyForTesting(original, issuer);
        await using both = await sideBySide(policy, 'orders', SECONDS);
        const good = goodClaims(callerFor);
        for (const changed of tokens) {
          const token = signAs('login', { ...good, ...changed });
          const headers = [['Authorization', `Bearer ${token}`]] as const;
          const request = { method: 'GET', target: '/orders/1', headers };
          const title = JSON.stringify([written, { ...good, ...changed }]);
          expect(
            inWords(
              await both.differences('list', { title, request, lost: lostIn({ ...good, ...changed }) }),
            ),
          ).toEqual([]);
        }
        for (const name of ['engine', 'envoy', 'istio'] as const) seen[name] += both.allowed[name];
      },
    ),
    { numRuns: Number(process.env['EXPORT_RUNS'] ?? 1000) },
  );
  expect(policies).toBeGreaterThan(0);
  expect(seen.engine).toBeGreaterThan(0);
  expect(seen.envoy).toBeGreaterThan(0);
  expect(seen.istio).toBeGreaterThan(0);
}, 600_000);
