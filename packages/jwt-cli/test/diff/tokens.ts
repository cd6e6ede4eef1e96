/** Random tokens and requests for a service: some good for one rule of a document, all changed here and there. */

import type { ClaimsToSign, TestPolicy } from '@org/jwt-testing';
import type { Policy } from '@org/jwt-core/policy';
import { AUDIENCES, ISS, SCOPES, TENANTS, WORDS } from './documents.js';
import type { Random } from './random.js';

/** What is asked: the claims, the `typ`, and the tenant that the request names. */
export interface RandomToken {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly typ: string | undefined;
  readonly tenant: string;
}

/** Makes tokens for an operation. `now` in seconds. */
export function randomToken(
  { policy, callerFor }: TestPolicy,
  operation: string | undefined,
  random: Random,
  now: number,
): RandomToken {
  const claims: Record<string, unknown> = structuredClone({
    ...(random.chance(0.85) ? goodFor(policy, callerFor, operation, random) : undefined),
  });
  const typ = random.chance(0.85) ? 'at+jwt' : random.one(['JWT', 'token+jwt', undefined]);
  if (claims['iss'] === undefined) Object.assign(claims, anything(random, now));
  for (let times = random.upTo(4); times > 0; times -= 1) change(claims, random, now);
  const held = [claims['tid'], claims['org']].find((each) => typeof each === 'string');
  const named = random.chance(0.7) && typeof held === 'string' ? held : random.one(TENANTS);
  return { claims: JSON.parse(JSON.stringify(claims)) as RandomToken['claims'], typ, tenant: named };
}

function goodFor(
  { model }: Policy,
  callerFor: TestPolicy['callerFor'],
  operation: string | undefined,
  random: Random,
): ClaimsToSign | undefined {
  const { shop } = model.services;
  const rules = operation === undefined ? 0 : (shop?.operations[operation]?.rules.length ?? 0);
  if (operation === undefined || rules === 0) return undefined;
  try {
    return callerFor(operation, { rule: random.upTo(rules - 1) }).claims;
  } catch {
    return undefined; // no token can be good for this rule
  }
}

function anything(random: Random, now: number): Readonly<Record<string, unknown>> {
  return {
    iss: random.chance(0.9) ? random.one(ISS) : `${random.one(ISS)}${random.one(TENANTS)}`,
    aud: random.one(AUDIENCES),
    sub: random.one(['user-1', ...WORDS]),
    client_id: random.one(['client-1', ...WORDS]),
    iat: now,
    exp: now + 200,
  };
}

function change(claims: Record<string, unknown>, random: Random, now: number): void {
  const [name, value] = random.one(CHANGES)(random, now);
  if (name === 'ctx' || name === 'act') {
    const before = claims[name];
    claims[name] = typeof before === 'object' ? { ...before, ...(value as object) } : value;
  } else claims[name] = value;
}

type Change = (random: Random, now: number) => readonly [name: string, value: unknown];

const word: (random: Random) => unknown = (random) =>
  random.one([...WORDS, 'team/z', 'zzz', undefined, 5, true, ['a']]);

const CHANGES: readonly Change[] = [
  (random) => ['dept', word(random)],
  (random) => ['acr', word(random)],
  (random) => ['ctx', random.one([{ env: word(random) }, { roles: random.some(SCOPES) }])],
  (random) => ['level', random.one([-1, 0, 1, 1.5, 2, 3, 4, undefined, '1'])],
  (random) => [
    'groups',
    random.one([undefined, [], ['zzz'], random.some(WORDS), random.some(WORDS), [1], 'a']),
  ],
  (random) => ['flag', random.one([true, false, undefined, 'true'])],
  (random) => [
    'scope',
    random.one([
      undefined,
      random.some(SCOPES).join(' '),
      random.some(SCOPES).join(' '),
      7,
      `${random.one(AUDIENCES)}/read write`,
    ]),
  ],
  (random) => ['scp', random.one([undefined, random.some(SCOPES), 7])],
  (random) => [
    'roles',
    random.one([
      undefined,
      random.some(SCOPES),
      random.some(SCOPES),
      random.some(SCOPES).join(' '),
      { read: {}, pay: {} },
    ]),
  ],
  (random) => ['sub', random.one(['user-1', 'client-1', undefined, ...WORDS])],
  (random) => ['client_id', random.one(['user-1', 'client-1', undefined, ...WORDS])],
  (random) => ['azp', random.one(['user-1', 'client-1', undefined, ...WORDS])],
  (random) => ['cid', random.one(['user-1', 'client-1', undefined, ...WORDS])],
  (random) => [
    'aud',
    random.one([...AUDIENCES, [...AUDIENCES], [AUDIENCES[0], 'https://zzz.example'], undefined, 'zzz']),
  ],
  (random) => ['tid', random.one([...TENANTS, undefined, 'zzz', 7])],
  (random) => ['org', random.one([...TENANTS, undefined, 'zzz'])],
  (random) => ['clientHost', random.one(['10.0.0.1', undefined])],
  (random) => ['act', random.one([{ sub: random.one(WORDS) }, { sub: 'zzz' }, {}])],
  (random, now) => [
    'iat',
    random.one([
      now,
      now - 1,
      now + 2,
      now + 4,
      now + 6,
      now - 125,
      now - 126,
      now - 305,
      now - 306,
      now - 1802,
      undefined,
    ]),
  ],
  (random, now) => [
    'exp',
    random.one([
      now + 1,
      now - 1,
      now - 2,
      now - 4,
      now + 240,
      now + 241,
      now + 300,
      now + 601,
      now + 1200,
      now + 1801,
      now + 3600,
      now + 90_000,
    ]),
  ],
  (random, now) => ['nbf', random.one([undefined, now, now + 1, now + 3, now + 6])],
  (random) => ['nonce', random.one(['n', undefined])],
  (random) => ['iss', random.one([...ISS, `${ISS[0]}${random.one(TENANTS)}`])],
];
