/** What must hold of every policy: stricter never allows more, and how it is written never matters. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { conditions } from '../test/reference/conditions.js';
import { Draw, draws } from '../test/reference/draw.js';
import { court, scenes, seen, withOperations, withService } from '../test/reference/scenes.js';
import type {
  IssuerDocument,
  OperationDocument,
  PolicyDocument,
  ServiceDocument,
} from './policy/document/document.js';
import { definePolicy, parsePolicy } from './policy/policy.js';
import { PolicyError } from './policy/policy-error.js';

type Narrow = (document: PolicyDocument, draw: Draw) => PolicyDocument;

const RUNS = { numRuns: 30, endOnFailure: true };

/** Whatever the narrower policy allows, the wider one allows as well. */
async function neverAllowsMore(narrow: Narrow): Promise<void> {
  let allowed = 0;
  let refused = 0;
  const property = fc.asyncProperty(scenes(16), draws(24), async ({ world, trials }, numbers) => {
    const document = narrow(world.document, new Draw(numbers));
    const [wide, narrower] = [await court(world), await court({ ...world, document })];
    for (const trial of trials) {
      const [before, after] = [await wide.decide(trial), await narrower.decide(trial)];
      if (before.outcome === 'allow') allowed += 1;
      if (before.outcome === 'allow' && after.outcome === 'deny') refused += 1;
      expect(`${before.outcome} → ${after.outcome}`).not.toBe('deny → allow');
    }
  });
  await fc.assert(property, RUNS);
  expect(allowed).toBeGreaterThan(20);
  expect(refused, 'the narrower policy is narrower').toBeGreaterThan(0);
}

/** The last of one or several: most tokens have the first. */
function lastOf(names: string | readonly string[]): string {
  return [names].flat().at(-1) ?? '';
}

const withIssuers = (
  document: PolicyDocument,
  change: (issuer: IssuerDocument) => Partial<IssuerDocument>,
): PolicyDocument => ({
  ...document,
  issuers: Object.fromEntries(
    Object.entries(document.issuers).map(([name, issuer]) => [name, { ...issuer, ...change(issuer) }]),
  ),
});

/** What counts from `iat` does not go with an issuer that lacks it. */
const lacksIat = ({ issuers }: PolicyDocument): boolean =>
  Object.values(issuers).some(({ lacks }) => lacks?.iat !== undefined);

const NARROWER: readonly (readonly [string, Narrow])[] = [
  [
    'adding a condition to a rule never turns a refusal into an allow',
    (document, draw) =>
      withOperations(document, (operation) => ({
        ...operation,
        allow: (operation.allow ?? []).map((rule) => ({
          ...rule,
          where: { ...conditions(draw).matchers, ...rule.where },
        })),
      })),
  ],
  [
    'asking a rule for another scope and role never turns a refusal into an allow',
    (document) =>
      withOperations(document, (operation) => ({
        ...operation,
        allow: (operation.allow ?? []).map(({ scopes = ['read'], roles = ['clerk'], ...rule }) => ({
          ...rule,
          scopes: 'anyOf' in scopes ? scopes : [...new Set([...scopes, 'write'])],
          roles: 'anyOf' in roles ? roles : [...new Set([...roles, 'boss'])],
        })),
      })),
  ],
  [
    'removing a rule never allows more',
    (document, draw) =>
      withOperations(document, ({ allow = [], ...operation }) => {
        const gone = draw.below(allow.length);
        return {
          ...operation,
          allow: allow.length === 1 ? allow : allow.filter((_, index) => index !== gone),
        };
      }),
  ],
  [
    'removing an algorithm of an issuer never allows more',
    (document, draw) =>
      withIssuers(document, ({ algs = [] }) => {
        const gone = draw.below(algs.length);
        return { algs: algs.length === 1 ? algs : algs.filter((_, index) => index !== gone) };
      }),
  ],
  [
    'adding a condition to an issuer never turns a refusal into an allow',
    (document, draw) =>
      withIssuers(document, ({ require }) => ({ require: { ...conditions(draw).matchers, ...require } })),
  ],
  [
    'naming an issuer in a rule never allows more',
    (document) =>
      withOperations(document, ({ allow = [], ...operation }) => ({
        ...operation,
        allow: allow.map((rule) => ({ ...(rule.identity === undefined && { issuer: 'login' }), ...rule })),
      })),
  ],
  [
    'lowering a limit never allows more',
    (document, draw) => {
      const maxAge = (duration: '15s' | '10s'): Pick<OperationDocument, 'maxAge'> =>
        lacksIat(document) ? {} : { maxAge: duration };
      const lower = withService({ ...document, defaults: { ...document.defaults, clockSkew: '0s' } }, () =>
        draw.of<Partial<ServiceDocument>>(
          { ...maxAge('15s'), clockSkew: '0s' },
          { maxLifetime: '60s', clockSkew: '0s' },
          { maxTokenBytes: 300, clockSkew: '0s' },
        ),
      );
      const issuers = withIssuers(lower, () => ({ clockSkew: '0s', maxLifetime: '80s' }));
      return withOperations(issuers, (operation) => ({ ...operation, ...maxAge('10s'), maxLifetime: '50s' }));
    },
  ],
  [
    'accepting fewer issuers, and exclusive audiences, never allows more',
    (document) => {
      const rules = Object.values(document.services['orders']?.operations ?? {}).flatMap(
        ({ allow = [] }) => allow,
      );
      const named = [...Object.values(document.identities ?? {}), ...rules].map(({ issuer }) => issuer);
      const isNeeded = (name: string): boolean => name === 'login' || named.includes(name);
      return withService(document, ({ accept }) => ({
        audienceMode: 'exclusive',
        accept: accept.filter((each) => isNeeded(typeof each === 'string' ? each : each.issuer)),
        ...(document.issuers['login']?.tenant === undefined ? { accept } : {}),
      }));
    },
  ],
  [
    // Where `typ` or the client says more than what is lacking, both are asked for: without it, less would be.
    'asking for what an issuer lacks never allows more',
    (document) => ({
      ...document,
      issuers: Object.fromEntries(
        Object.entries(document.issuers).map(([name, { lacks: { typ, aud } = {}, ...issuer }]) => {
          const left = { ...(typ === undefined ? {} : { typ }), ...(aud === undefined ? {} : { aud }) };
          return [name, Object.keys(left).length === 0 ? issuer : { ...issuer, lacks: left }];
        }),
      ),
    }),
  ],
  [
    'naming fewer audiences of a service, and fewer types of an issuer, never allows more',
    (document) =>
      withService(
        withIssuers(document, ({ typ }) => (typ === undefined ? {} : { typ: lastOf(typ) })),
        ({ audience, accept }) => ({
          audience: lastOf(audience),
          accept: accept.map((each) =>
            typeof each === 'string' || each.audience === undefined
              ? each
              : { ...each, audience: lastOf(each.audience) },
          ),
        }),
      ),
  ],
];

describe('a stricter policy', () => {
  it.each(NARROWER)('%s', (_name, narrow) => neverAllowsMore(narrow));
});

/** The same value with the members of every object in another order. */
function shuffled(value: unknown, draw: Draw): unknown {
  if (Array.isArray(value)) return value.map((each) => shuffled(each, draw));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, each]) => [name, shuffled(each, draw)] as const);
  const turned = members.map((member) => ({ member, at: draw.below(1000) }));
  return Object.fromEntries(turned.sort((left, right) => left.at - right.at).map(({ member }) => member));
}

/** Cuts a piece out of a text and puts another one in its place. */
const edits = fc.record({
  at: fc.nat(10_000),
  length: fc.nat(12),
  put: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom(
      ' ',
      '\n',
      '\t',
      ': ',
      '- ',
      '[',
      '{',
      '&a',
      '*a',
      '!!js',
      '#',
      '"',
      '---\n',
      '${A}',
      '1e999',
    ),
  ),
});

describe('the way a policy is written', () => {
  it('no order of keys changes the digest or a decision', () =>
    fc.assert(
      fc.asyncProperty(scenes(8), draws(64), async ({ world, trials }, numbers) => {
        const other = shuffled(world.document, new Draw(numbers)) as PolicyDocument;
        const [one, two] = [definePolicy(world.document), definePolicy(other)];
        expect(two.digest).toBe(one.digest);
        const [left, right] = [await court(world, {}, one), await court(world, {}, two)];
        for (const trial of trials) {
          expect(seen(await right.decide(trial))).toEqual(seen(await left.decide(trial)));
        }
      }),
      RUNS,
    ));

  it.each<[string, NonNullable<ServiceDocument['credentials']>]>([
    ['the header alone is written or not', ['header']],
    [
      'places that no request uses are listed besides',
      ['header', { cookie: 'unused', csrf: { origins: ['https://unused.example'] } }, { header: 'x-unused' }],
    ],
  ])('no decision of a service without credentials changes where %s', (_what, credentials) =>
    fc.assert(
      fc.asyncProperty(scenes(16), async ({ world, trials }) => {
        fc.pre(world.document.services['orders']?.credentials === undefined);
        const document = withService(world.document, () => ({ credentials }));
        const [left, right] = [await court(world), await court({ ...world, document })];
        for (const trial of trials) {
          expect(seen(await right.decide(trial))).toEqual(seen(await left.decide(trial)));
        }
      }),
      RUNS,
    ),
  );

  it('JSON, YAML and code have one digest and decide alike', () =>
    fc.assert(
      fc.asyncProperty(scenes(4), async ({ world, trials }) => {
        const policies = [
          definePolicy(world.document),
          await parsePolicy(JSON.stringify(world.document, null, 2)),
          await parsePolicy(stringify(world.document, { aliasDuplicateObjects: false })),
        ];
        expect(new Set(policies.map(({ digest }) => digest)).size).toBe(1);
        const courts = await Promise.all(policies.map((policy) => court(world, {}, policy)));
        for (const trial of trials) {
          const [first, ...others] = await Promise.all(
            courts.map(async (each) => seen(await each.decide(trial))),
          );
          for (const other of others) expect(other).toEqual(first);
        }
      }),
      RUNS,
    ));
});

describe('any text', () => {
  it('is a policy, or is refused with the place of every problem, and nothing else is thrown', async () => {
    let policies = 0;
    const property = fc.asyncProperty(
      scenes(0),
      fc.array(edits, { maxLength: 3 }),
      async ({ world }, all) => {
        let text = stringify(world.document, { aliasDuplicateObjects: false });
        for (const { at, length, put } of all) {
          const start = at % (text.length + 1);
          text = text.slice(0, start) + put + text.slice(start + length);
        }
        const outcome = await parsePolicy(text).catch((error: unknown) => error);
        if (outcome instanceof PolicyError) {
          expect(outcome.problems.length).toBeGreaterThan(0);
          for (const { line, column } of outcome.problems) expect([line, column]).not.toContain(undefined);
        } else {
          expect(outcome).not.toBeInstanceOf(Error);
          policies += 1;
        }
      },
    );
    await fc.assert(property, { numRuns: 150, endOnFailure: true });
    expect(policies).toBeGreaterThan(5);
    expect(policies).toBeLessThan(145);
  });
});
