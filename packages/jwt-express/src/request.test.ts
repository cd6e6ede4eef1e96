import express, { Router, type Express, type RequestHandler } from 'express';
import { serveOnce, STUB_ALLOWED, stubVerifier } from '@org/jwt-testing';
import { describe, expect, it } from 'vitest';
import { expressJwtPolicy } from './index.js';

/** The target that a guard is shown, when it stands where `mount` puts it. */
async function targetAt(
  mount: (app: Express, guard: RequestHandler) => void,
  target: string,
): Promise<string> {
  let seen = 'the guard was not asked';
  const jwt = expressJwtPolicy(
    stubVerifier((request) => {
      seen = request.target;
      return Promise.resolve(STUB_ALLOWED);
    }),
  );
  const app = express();
  mount(app, jwt.guard());
  app.use((_req, res) => res.end());
  await serveOnce(app, { target });
  return seen;
}

const atTheTop = (app: Express, guard: RequestHandler) => app.use(guard);
const underApi = (app: Express, guard: RequestHandler) => app.use('/api', guard);
const underParameter = (app: Express, guard: RequestHandler) => app.use('/t/:tenant', guard);
const inRouters = (app: Express, guard: RequestHandler) =>
  app.use('/api', Router().use('/v1', Router().use(guard)));
const inApp = (app: Express, guard: RequestHandler) => app.use('/api', express().use('/v1', guard));
const onRoute = (app: Express, guard: RequestHandler) => app.use('/api', Router().get('/v1/:id', guard));
const byPattern = (app: Express, guard: RequestHandler) => app.use(/^\/api/, guard);

describe('a guard is shown the whole path, wherever it is mounted', () => {
  it.each([
    [atTheTop, '/api/x?y=/z'],
    [atTheTop, '//api//x'],
    [atTheTop, '/api/%2e%2e/x'],
    [underApi, '/api/x?y'],
    [underApi, '/api/%78%2Fy'],
    [underApi, '/API/x'],
    [underParameter, '/t/%74-eu/x'],
    [inRouters, '/api/v1/x'],
    [inApp, '/api/v1/x'],
    [onRoute, '/api/v1/x'],
  ])('%o %s', async (mount, target) => {
    expect(await targetAt(mount, target)).toBe(target);
  });

  it.each([
    [underApi, '/api'],
    [underApi, '/api?x=1'],
    [underApi, '/api/'],
    [underApi, '/api/?x=1'],
    [underApi, '/api//x'],
    [underApi, '/api//'],
    [inRouters, '/api/v1'],
    [inRouters, '/api/v1/?x'],
    [inRouters, '/api/v1//x'],
  ])(
    'with the slashes that the router adds and takes at the end of the mount path: %o %s',
    async (mount, target) => {
      expect(await targetAt(mount, target)).toBe(target);
    },
  );

  it('leaves an absolute-form target in absolute form, so that no host is believed', async () => {
    const target = 'http://other.example/api/x';
    expect(await targetAt(atTheTop, target)).toBe(target);
    expect(await targetAt(underApi, target)).toMatch(/^http:/u);
    expect(await targetAt(inRouters, 'http://other.example/api/v1/x')).toMatch(/^http:/u);
  });
});

describe('a guard is shown the URL that is routed by', () => {
  const rewriting =
    (from: string, to: string): RequestHandler =>
    (req, _res, next) => {
      if (req.url === from) req.url = to;
      next();
    };

  it('rewritten before it', async () => {
    expect(await targetAt((app, guard) => app.use(rewriting('/old', '/new?x'), guard), '/old')).toBe(
      '/new?x',
    );
  });

  it('rewritten before it, under a mount path', async () => {
    const mount = (app: Express, guard: RequestHandler) =>
      app.use(rewriting('/old', '/api/new')).use('/api', guard);
    expect(await targetAt(mount, '/old')).toBe('/api/new');
  });

  it('rewritten inside the mount path', async () => {
    const mount = (app: Express, guard: RequestHandler) => app.use('/api', rewriting('/old', '/new'), guard);
    expect(await targetAt(mount, '/api/old')).toBe('/api/new');
  });

  it('as received, when the rewriting comes after it', async () => {
    expect(await targetAt((app, guard) => app.use(guard, rewriting('/old', '/new')), '/old')).toBe('/old');
  });
});

describe('under a pattern as mount path', () => {
  it('no slash is made up', async () => {
    expect(await targetAt(byPattern, '/api.json')).toMatch(/^(?:\/api\.json|the guard was not asked)$/u);
  });
});
