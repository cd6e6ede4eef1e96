import { describe, expect, it } from 'vitest';
import { inRule, inService, inOperation, identity } from '../../../test/mistakes/shapes.js';
import { edited, placeOf, problemsOf, SMALL } from '../../../test/policy-documents.js';

describe('a mistyped key', () => {
  it.each([
    ['that is needed', edited('audience:', 'audiance:'), ['12:5 unknown_key /services/orders/audiance']],
    [
      'of two keys that are needed',
      edited('audience:', 'audiance:', edited('accept:', 'acept:')),
      ['12:5 unknown_key /services/orders/audiance', '13:5 unknown_key /services/orders/acept'],
    ],
    [
      'of an entry of accept',
      edited('[login]', '[{ issuer: login, audiance: x }]'),
      ['13:31 unknown_key /services/orders/accept/0/audiance'],
    ],
    [
      'that is nothing like the one that is needed',
      edited('audience:', 'foo:'),
      ['12:5 missing_key /services/orders/audience', '12:5 unknown_key /services/orders/foo'],
    ],
  ])('%s is reported once', async (_what, text, places) => {
    const problems = await problemsOf(text);
    expect(problems.map(placeOf)).toEqual(places);
    if (places.length < 2) expect(problems[0]?.message).toContain('Did you mean "audience"?');
  });

  it('is one of at most a thousand that are reported', async () => {
    const keys = Array.from({ length: 5000 }, (_, n) => `key${String(n)}: 1\n`).join('');
    expect((await problemsOf(SMALL + keys)).length).toBe(1000);
  });

  it('does not take long where every service is a list', async () => {
    const services = Array.from({ length: 5000 }, (_, n) => `  s${String(n)}: []\n`).join('');
    const started = performance.now();
    expect((await problemsOf(SMALL + services)).length).toBe(1000);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('a document of the wrong shape', () => {
  it('reports all mistakes at once, in the order of the text', async () => {
    const text = [
      edited('https://orders.example', '""', inService('foo: 1\n    bar: 2\n    maxAge: 5')).trimEnd(),
      'default: {}',
      'other: {}',
      '',
    ].join('\n');
    expect((await problemsOf(text)).map(placeOf)).toEqual([
      '12:15 invalid /services/orders/audience',
      '14:5 unknown_key /services/orders/foo',
      '15:5 unknown_key /services/orders/bar',
      '16:13 invalid /services/orders/maxAge',
      '21:1 unknown_key /default',
      '22:1 unknown_key /other',
    ]);
  });

  it('does not offer a key that is not supported yet', async () => {
    const [problem] = await problemsOf(inOperation('stepup: {}'));
    expect(problem?.message).not.toContain('stepUp');
  });
});

describe('a document of the right shape', () => {
  it.each([
    ['the smallest one', SMALL],
    ['an audience for one issuer', edited('[login]', '[{ issuer: login, audience: "api://x" }]')],
    [
      'every matcher',
      inRule(
        'where: { a: { equals: 1 }, b: { in: [a, 1, true] }, c: { contains: x }, d: { containsAll: [x] }, e: { containsAny: [x] }, f: { startsWith: "x:" }, g: { present: true }, h: { gte: 1, lte: 2 }, i: { not: { anyOf: [{ equals: 1 }, { allOf: [{ equals: 2 }] }] } } }',
      ),
    ],
    [
      'claims by pointer and by URL',
      inRule('where: { /a/b~1c: { equals: 1 }, "https://acme.example/x": { equals: 1 } }'),
    ],
    ['the longest name', edited('  orders:', `  a${'b'.repeat(63)}:`)],
    [
      'all limits',
      `${SMALL}defaults: { clockSkew: 60s, maxLifetime: 24h, maxAge: 1d, maxTokenBytes: 16384 }\n`,
    ],
    ['no skew', `${SMALL}defaults: { clockSkew: 0s }\n`],
    ['a leap day', identity('require: { a: { equals: 1 } }, owner: me, reviewBy: 2028-02-29')],
    ['members of mappings in names', edited('  orders:', '  toString:')],
  ])('%s loads', async (_name, text) => {
    expect(await problemsOf(text)).toEqual([]);
  });
});
