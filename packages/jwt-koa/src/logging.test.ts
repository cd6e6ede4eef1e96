/** What the log of a service knows of a request, and what the caller does not. */

import { AccessDeniedError, type HttpRequest, type Denied } from '@org/jwt-core';
import { STUB_ALLOWED, STUB_DENIED, stubVerifier, type RequestDescription } from '@org/jwt-testing';
import { serveOnce, type ServedResponse } from '@org/jwt-testing/wire';
import Koa, { type Middleware } from 'koa';
import { describe, expect, it } from 'vitest';
import { createKoaAccess, type KoaAccessOptions } from './index.js';

function serve(
  middlewares: readonly Middleware[],
  request?: Partial<RequestDescription>,
): Promise<ServedResponse> {
  const app = new Koa();
  app.silent = true;
  for (const middleware of middlewares) app.use(middleware);
  const handle = app.callback();
  return serveOnce((req, res) => void handle(req, res), request);
}

/** The name of the request, as core learns it from each middleware. */
async function requestIdsWith(
  before: Middleware,
  options: KoaAccessOptions = {},
): Promise<readonly unknown[]> {
  const seen: HttpRequest[] = [];
  const verifier = stubVerifier((request) => {
    seen.push(request);
    return Promise.resolve(STUB_ALLOWED);
  });
  const jwt = createKoaAccess(verifier, options);
  const middlewares = [before, jwt.identify(), jwt.operation('list'), jwt.guard()];
  await serve(middlewares, { headers: [['X-Request-Id', 'of-the-caller']] });
  return seen.map(({ requestId }) => requestId);
}

const naming =
  (id: unknown): Middleware =>
  (ctx, next) => {
    Object.assign(ctx.req, { id });
    ctx.state['requestId'] = 'of-the-state';
    return next();
  };

describe('the name of a request', () => {
  it.each([
    ['a text', 'req-7', 'req-7'],
    ['a number', 7, '7'],
    ['something else', { toString: () => 'x' }, undefined],
    ['not there', undefined, undefined],
  ])('is ctx.req.id, which may be %s, for every middleware', async (_what, id, requestId) => {
    expect(await requestIdsWith(naming(id))).toEqual([requestId, requestId, requestId]);
  });

  it('is what the application says', async () => {
    const options: KoaAccessOptions = { requestId: (ctx) => String(ctx.state['requestId']) };
    expect(await requestIdsWith(naming('req-7'), options)).toEqual(Array(3).fill('of-the-state'));
  });

  it('must come from a function', () => {
    const options = { requestId: 'x-request-id' } as never; // JavaScript says what it likes
    expect(() =>
      createKoaAccess(
        stubVerifier(() => Promise.reject(new Error())),
        options,
      ),
    ).toThrow('requestId: expected a function, found a string.');
  });
});

const TALKATIVE: Denied = { ...STUB_DENIED, expected: 'EXPECTED-4711', actual: 'ACTUAL-4711' };
const verifier = stubVerifier(() => Promise.resolve(TALKATIVE));

describe('what was expected and found', () => {
  it('is in no answer: not of the middleware, nor of the error handler of Koa', async () => {
    for (const onDeny of ['respond', 'throw'] as const) {
      const { status, body, header } = await serve([createKoaAccess(verifier, { onDeny }).guard()]);
      expect(status).toBe(401);
      expect(`${body}${header('WWW-Authenticate').join()}`).not.toContain('4711');
    }
  });

  it('is in no answer of a middleware that sends the error as it is', async () => {
    const caught: unknown[] = [];
    const around: Middleware = async (ctx, next) => {
      try {
        await next();
      } catch (error) {
        caught.push(error);
        ctx.body = { error, ...(error as object) };
      }
    };
    const { body } = await serve([around, createKoaAccess(verifier, { onDeny: 'throw' }).guard()]);
    expect(body).toContain('credential.missing');
    expect(body).not.toContain('4711');
    expect(caught).toEqual([expect.any(AccessDeniedError)]);
    expect(caught).toMatchObject([{ expected: 'EXPECTED-4711', actual: 'ACTUAL-4711' }]);
  });
});
