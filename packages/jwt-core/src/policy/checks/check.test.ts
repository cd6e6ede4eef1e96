import { describe, expect, it } from 'vitest';
import { inService, inOperation, withRoutes, otherIssuer } from '../../../test/mistakes/services.js';
import { edited, EXAMPLE, problemsOf, SMALL } from '../../../test/policy-documents.js';
import { ENTANGLED } from '../../../test/routes.js';

describe('a document that cannot work', () => {
  it('reports all mistakes at once, in the order of the text', async () => {
    const text = edited('[login]', '[logn]', withRoutes('GET /orders', 'HEAD /x')).replace('ES256', 'HS256');
    expect((await problemsOf(text)).map(({ line, code }) => [line, code])).toEqual([
      [8, 'invalid'],
      [13, 'undefined_reference'],
      [18, 'ambiguous_route'],
      [19, 'invalid'],
    ]);
  });

  it('names two routes of a table in which too many mix parameters and literals', async () => {
    const routes = Array.from(
      { length: 1500 },
      (_, index) => ENTANGLED['three circles of many']?.(index) ?? '',
    );
    const [problem, ...others] = await problemsOf(withRoutes(...routes));
    expect(others).toEqual([]);
    expect(problem?.code).toBe('ambiguous_route');
    expect(problem?.message).toMatch(
      /^This route has parameters where many others have literals, such as "op\d+" \(GET \S+\), and the other way round/u,
    );
  });

  it('reports each route that is not the first of its kind once, and at most a thousand', async () => {
    expect(await problemsOf(withRoutes(...Array<string>(500).fill('GET /orders')))).toHaveLength(500);
    expect(await problemsOf(withRoutes(...Array<string>(2000).fill('GET /orders')))).toHaveLength(1000);
  });

  it('repeats no long name or route at length', async () => {
    const long = `GET /${'x'.repeat(100_000)}`;
    const problems = await problemsOf(withRoutes(long, ...Array<string>(500).fill(long)));
    expect(Math.max(...problems.map(({ message }) => message.length))).toBeLessThan(1100);
  });

  it.each([
    'allow: [{ principal: user }]',
    'tenant: any',
    'tenantFrom: header.x',
    'credentials: { query: t }',
    'maxAge: 5m',
    'maxLifetime: 5m',
  ])('reports that a public operation cannot check "%s"', async (line) => {
    const text = edited('allow: [{ principal: user }]', `auth: public\n        ${line}`);
    expect((await problemsOf(text)).map(({ code, line: at }) => [code, at])).toContainEqual(['invalid', 18]);
  });
});

describe('a document that works', () => {
  it.each([
    [
      'wildcards: one that a rule allows, one that is public, and the paths above them',
      withRoutes('GET /orders/{path...}', 'GET /', 'POST /{path...}') +
        "      assets: { route: 'GET /assets/{path...}', auth: public }\n",
    ],
    [
      'two services that accept one issuer',
      SMALL +
        '  mail:\n    audience: m\n    accept: [login]\n    operations: { a: { allow: [{ principal: user }] } }\n',
    ],
    [
      'one iss in two issuers, each with its own service',
      `${edited('[login]', '[login]', otherIssuer('https://id.example/'))}  mail:\n    audience: m\n    accept: [other]\n    operations: { a: { allow: [{ principal: user }] } }\n`,
    ],
    ['an operation without a route', edited('        route: GET /orders\n', '')],
    ['an operation that may be anonymous', edited('allow: [{ principal: user }]', 'auth: optional')],
    [
      'a public operation among tenants',
      edited('allow: [{ principal: user }]', 'auth: public', inService('tenants: [eu]')),
    ],
    [
      'an operation of any tenant among tenants',
      inOperation('tenant: any').replace('accept: [login]', 'accept: [login]\n    tenants: [eu]'),
    ],
    ['routes that differ in a literal', withRoutes('GET /orders/{id}', 'POST /orders', 'GET /Admin/')],
    ['the example of the guide', EXAMPLE],
  ])('has %s', async (_what, text) => {
    expect(await problemsOf(text)).toEqual([]);
  });
});
