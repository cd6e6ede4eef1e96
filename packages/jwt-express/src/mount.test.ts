import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { ConfigurationError } from '@org/jwt-core';
import { STUB_ALLOWED, stubVerifier } from '@org/jwt-testing';
import { serveOnce } from '@org/jwt-testing/wire';
import { describe, expect, it } from 'vitest';
import { EXPRESS_VERSIONS } from '../test/express-versions.js';
import { createExpressAccess, type GuardOptions } from './index.js';

type Module = (typeof EXPRESS_VERSIONS)[number][1];

/** A guard whose judged targets are written down. */
function guardOf(options: GuardOptions | undefined, targets: string[]): RequestHandler {
  const verifier = stubVerifier(({ target }) => {
    targets.push(target);
    return Promise.resolve(STUB_ALLOWED);
  });
  return createExpressAccess(verifier).guard(options);
}

/** What is judged of a request, or the status of the error that it ends in. */
async function judged(
  module: Module,
  target: string,
  options: GuardOptions | undefined,
  place: (app: Express, guard: RequestHandler, module: Module) => void,
): Promise<string | number> {
  const targets: string[] = [];
  const app = module().set('env', 'test');
  place(app, guardOf(options, targets), module);
  app.use((_req, res) => res.end());
  const { status } = await serveOnce(app, { target });
  return targets[0] ?? status;
}

const rewriting =
  (change: (url: string) => string): RequestHandler =>
  (req, _res, next) => {
    req.url = change(req.url);
    next();
  };

const passOn: RequestHandler = (_req, _res, next) => {
  next();
};

const WAYS: readonly [name: string, mountPath: string, place: Parameters<typeof judged>[3]][] = [
  ['app.use(path, guard)', '/api', (app, guard) => app.use('/api', guard)],
  [
    'a router',
    '/api/v1',
    (app, guard, { Router }) => app.use('/api', Router().use('/v1', Router().use(guard))),
  ],
  ['an application', '/api/v1', (app, guard, module) => app.use('/api', module().use('/v1', guard))],
  [
    'a route of a router',
    '/api',
    (app, guard, { Router }) => app.use('/api', Router().get('/v1/:id', guard)),
  ],
  ['a parameter', '/api/:v', (app, guard) => app.use('/api/:version', guard)],
  ['a slash at its end', '/api', (app, guard) => app.use('/api/', guard)],
];

describe.each(EXPRESS_VERSIONS)('%s', (_version, module) => {
  describe('a guard at the root', () => {
    it.each(['/api/x?y=/z', '//api//x', '/api/%2e%2e/x', '/API/x', 'http://other.example/api/x', '/api?x'])(
      'judges the URL as received: %s',
      async (target) => {
        expect(await judged(module, target, undefined, (app, guard) => app.use(guard))).toBe(target);
        expect(await judged(module, target, {}, (app, guard) => app.use('/', guard))).toBe(target);
        const inRouter: Parameters<typeof judged>[3] = (app, guard, { Router }) =>
          app.use(Router().use(guard));
        expect(await judged(module, target, undefined, inRouter)).toBe(target);
      },
    );

    it('judges the URL that was rewritten before it, which is routed by', async () => {
      const before = rewriting(() => '/new?x');
      expect(await judged(module, '/old', undefined, (app, guard) => app.use(before, guard))).toBe('/new?x');
    });

    it.each<[string, Parameters<typeof judged>[3]]>([
      ['on the route', (app, guard) => app.get('/old', rewriting(() => '/new'), guard)], // prettier-ignore
      ['before the route', (app, guard) => app.use(rewriting(() => '/new')).get('/new', guard)], // prettier-ignore
      ['after a route that passes on', (app, guard) =>
        app.all('/old', passOn).use(rewriting(() => '/new'), guard)], // prettier-ignore
    ])('ends in 500 where a route may have gone by another URL: %s', async (_name, place) => {
      expect(await judged(module, '/old', undefined, place)).toBe(500);
    });

    it('judges the URL as received where the rewriting comes after it', async () => {
      const after = rewriting(() => '/new');
      expect(await judged(module, '/old', undefined, (app, guard) => app.use(guard, after))).toBe('/old');
    });
  });

  describe('a guard below a mount path', () => {
    it.each(WAYS)('ends in 500 where it does not say so: %s', async (_name, _path, place) => {
      expect(await judged(module, '/api/v1/x', undefined, place)).toBe(500);
      expect(await judged(module, '/api/v1/x', {}, place)).toBe(500);
    });

    it.each(WAYS)('ends in 500 where it says another one: %s', async (_name, mountPath, place) => {
      for (const other of ['/ap', '/api/v2', '/api/v1/x', `${mountPath}/x`, `/x${mountPath}`, '/:a/:b/:c']) {
        expect(await judged(module, '/api/v1/x', { mountPath: other }, place)).toBe(500);
      }
    });

    it.each(WAYS)('judges the whole path where it says so: %s', async (_name, mountPath, place) => {
      expect(await judged(module, '/api/v1/x', { mountPath }, place)).toBe('/api/v1/x');
      expect(await judged(module, '/api/v1/x?y=/z', { mountPath }, place)).toBe('/api/v1/x?y=/z');
      expect(await judged(module, '/API/V1/%2Fx', { mountPath }, place)).toBe('/API/V1/%2Fx');
    });

    it.each(['/api', '/api?x=1', '/api/', '/api/?x=1', '/api//x', '/api//', '/api/x/'])(
      'judges the slashes as received that the router adds and takes: %s',
      async (target) => {
        const mountPath = '/api';
        expect(await judged(module, target, { mountPath }, (app, guard) => app.use('/api', guard))).toBe(
          target,
        );
      },
    );

    it('leaves an absolute form as it is, which matches no route', async () => {
      const target = 'http://other.example/api/x';
      expect(
        await judged(module, target, { mountPath: '/api' }, (app, guard) => app.use('/api', guard)),
      ).toMatch(/^http:/u);
    });

    it.each<[string, string, (url: string) => string]>([
      ['to another path', '/old', () => '/api/new'],
      ['by a slash more', '/apix', (url) => url.replace('/api', '/api/')],
      ['by a prefix', '/x', (url) => `/api${url}`],
      ['by a prefix less', '/v0/api/x', (url) => url.slice('/v0'.length)],
      ['by its query', '/api/x', (url) => `${url}?page=2`],
    ])('ends in 500 where the URL was rewritten before it: %s', async (_what, target, change) => {
      const place: Parameters<typeof judged>[3] = (app, guard) =>
        app.use(rewriting(change)).use('/api', guard);
      expect(await judged(module, target, { mountPath: '/api' }, place)).toBe(500);
    });

    it('ends in 500 where the URL was rewritten below the mount path', async () => {
      const inside = rewriting(() => '/new');
      expect(
        await judged(module, '/api/old', { mountPath: '/api' }, (app, guard) =>
          app.use('/api', inside, guard),
        ),
      ).toBe(500);
    });
  });
});

describe('guard({ mountPath })', () => {
  const jwt = createExpressAccess(stubVerifier(() => Promise.resolve(STUB_ALLOWED)));

  it.each<unknown>([
    '',
    '/',
    'api',
    '/api/',
    '//api',
    '/api//v1',
    '/a*',
    '/:a?',
    '/{a}',
    '/a:b',
    '/(a|b)',
    '/a\n',
    /^\/api/u,
    ['/api'],
    null,
    1,
    true,
  ])('throws at once for %o', (mountPath) => {
    expect(() => jwt.guard({ mountPath: mountPath as string })).toThrow(ConfigurationError);
    expect(() => jwt.guard({ mountPath: mountPath as string })).toThrow(/^guard: mountPath/u);
  });

  it.each(['/api', '/api/v1.2', '/tenants/:tenant', '/a-b/~c/:d_1'])('takes %s', (mountPath) => {
    expect(jwt.guard({ mountPath })).toBeTypeOf('function');
  });
});

describe('an error about the place of a guard', () => {
  it.each<[GuardOptions, RegExp]>([
    [
      {},
      /guard\(\) ran below the path "\/api".*Put guard\(\) at the root.*mountPath: '\/api'.*operation\(name\)/u,
    ],
    [{ mountPath: '/v1' }, /guard\(\{ mountPath: '\/v1' \}\) ran below "\/api"/u],
  ])('says what to do: %o', async (options, message) => {
    const caught: unknown[] = [];
    const onError: ErrorRequestHandler = (error, _req, res, next) => {
      caught.push(error);
      res.end(next.name);
    };
    await serveOnce(express().use('/api', guardOf(options, []), onError), { target: '/api/x' });
    expect(caught).toEqual([expect.any(ConfigurationError)]);
    expect(String(caught[0])).toMatch(message);
  });
});
