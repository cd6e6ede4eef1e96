/** Report H2: what begins around a request that is denied, ends. */

import { STUB_ALLOWED, STUB_DENIED, stubVerifier } from '@org/jwt-testing';
import { serveOnce } from '@org/jwt-testing/wire';
import type { RequestHandler } from 'express';
import { describe, expect, it, vi } from 'vitest';
import { EXPRESS_VERSIONS } from '../test/express-versions.js';
import { createExpressAccess, type ExpressAccess } from './index.js';

/** As @opentelemetry/instrumentation-express does: a span ends with `next()`, or when the response is finished. */
function traced(name: string, spans: string[], middleware: RequestHandler): RequestHandler {
  return (req, res, next) => {
    spans.push(`${name} begins`);
    const end = vi.fn(() => void spans.push(`${name} ends`));
    const endOnce = (): void => {
      if (end.mock.calls.length === 0) end();
    };
    res.once('finish', endOnce);
    middleware(req, res, (error?: unknown) => {
      endOnce();
      next(error);
    });
  };
}

const MIDDLEWARES: Readonly<Record<string, (jwt: ExpressAccess) => RequestHandler>> = {
  identify: (jwt) => jwt.identify(),
  operation: (jwt) => jwt.operation('listOrders'),
  guard: (jwt) => jwt.guard(),
};

describe.each(EXPRESS_VERSIONS)('on %s, the span of', (_version, module) => {
  describe.each(Object.entries(MIDDLEWARES))('%s()', (_name, middlewareOf) => {
    it.each(['respond', 'throw'] as const)('a denied request ends, with onDeny: %s', async (onDeny) => {
      const spans: string[] = [];
      const denying = stubVerifier(() => Promise.resolve(STUB_DENIED));
      const jwt = createExpressAccess(denying, { onDeny });
      const app = module().set('env', 'test');
      app.get('/', traced('access', spans, middlewareOf(jwt)), traced('handler', spans, vi.fn()));
      expect((await serveOnce(app, { target: '/' })).status).toBe(401);
      expect(spans).toEqual(['access begins', 'access ends']);
    });

    it('an allowed request ends before the handler begins', async () => {
      const spans: string[] = [];
      const jwt = createExpressAccess(stubVerifier(() => Promise.resolve(STUB_ALLOWED)));
      const handler: RequestHandler = (_req, res) => void res.end();
      const app = module().get(
        '/',
        traced('access', spans, middlewareOf(jwt)),
        traced('handler', spans, handler),
      );
      expect((await serveOnce(app, { target: '/' })).status).toBe(200);
      expect(spans).toEqual(['access begins', 'access ends', 'handler begins', 'handler ends']);
    });
  });
});
