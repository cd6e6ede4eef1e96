/** What the log of a service knows of a request, and what the caller does not. */

import { AccessDeniedError, type HttpRequest, type Denied } from '@org/jwt-core';
import { STUB_ALLOWED, STUB_DENIED, stubVerifier } from '@org/jwt-testing';
import { serveOnce } from '@org/jwt-testing/wire';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { describe, expect, it } from 'vitest';
import { createExpressAccess, type ExpressAccessOptions } from './index.js';

/** The name of the request, as core learns it from each middleware. */
async function requestIdsWith(
  before: RequestHandler,
  options: ExpressAccessOptions = {},
): Promise<readonly unknown[]> {
  const seen: HttpRequest[] = [];
  const verifier = stubVerifier((request) => {
    seen.push(request);
    return Promise.resolve(STUB_ALLOWED);
  });
  const jwt = createExpressAccess(verifier, options);
  const app = express().use(before, jwt.identify(), jwt.operation('list'), jwt.guard(), (_req, res) => {
    res.end();
  });
  await serveOnce(app, { headers: [['X-Request-Id', 'of-the-caller']] });
  return seen.map(({ requestId }) => requestId);
}

const naming =
  (id: unknown): RequestHandler =>
  (req, _res, next) => {
    Object.assign(req, { id });
    next();
  };

describe('the name of a request', () => {
  it.each([
    ['a text', 'req-7', 'req-7'],
    ['a number', 7, '7'],
    ['something else', { toString: () => 'x' }, undefined],
    ['not there', undefined, undefined],
  ])('is req.id, which may be %s, for every middleware', async (_what, id, requestId) => {
    expect(await requestIdsWith(naming(id))).toEqual([requestId, requestId, requestId]);
  });

  it('is what the application says', async () => {
    const options: ExpressAccessOptions = {
      requestId: (req) => `own-${String(req.headers['x-request-id'])}`,
    };
    expect(await requestIdsWith(naming('req-7'), options)).toEqual(Array(3).fill('own-of-the-caller'));
  });

  it('must come from a function', () => {
    const options = { requestId: 'x-request-id' } as never; // JavaScript says what it likes
    expect(() =>
      createExpressAccess(
        stubVerifier(() => Promise.reject(new Error())),
        options,
      ),
    ).toThrow('requestId: expected a function, found a string.');
  });
});

const TALKATIVE: Denied = { ...STUB_DENIED, expected: 'EXPECTED-4711', actual: 'ACTUAL-4711' };
const verifier = stubVerifier(() => Promise.resolve(TALKATIVE));

describe('what was expected and found', () => {
  it('is in no answer: not of the middleware, nor of the error handler of Express', async () => {
    for (const onDeny of ['respond', 'throw'] as const) {
      const { status, body, header } = await serveOnce(
        express().use(createExpressAccess(verifier, { onDeny }).guard()),
      );
      expect(status).toBe(401);
      expect(`${body}${header('WWW-Authenticate').join()}`).not.toContain('4711');
    }
  });

  it('is in no answer of an error handler that sends the error as it is', async () => {
    const caught: unknown[] = [];
    const onError: ErrorRequestHandler = (error, _req, res, next) => {
      caught.push(error);
      if (caught.length > 1) next();
      else res.status(401).json({ error: error as unknown, ...(error as object) });
    };
    const { body } = await serveOnce(
      express().use(createExpressAccess(verifier, { onDeny: 'throw' }).guard(), onError),
    );
    expect(body).toContain('credential.missing');
    expect(body).not.toContain('4711');
    const [error] = caught;
    expect(error).toBeInstanceOf(AccessDeniedError);
    expect(error).toMatchObject({ expected: 'EXPECTED-4711', actual: 'ACTUAL-4711' });
  });
});
