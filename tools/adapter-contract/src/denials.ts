import { AccessDeniedError, type Decision, type Denied } from '@org/jwt-core';
import { STUB_ALLOWED, STUB_DENIED, stubVerifier } from '@org/jwt-testing';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { AdapterDriver } from './driver.js';
import { deciding, denying, nameOf, serve } from './serve.js';

const CHALLENGES = ['Bearer realm="stub"', 'DPoP algs="ES256"'];
const LENGTH = String(Buffer.byteLength(STUB_DENIED.response.body));
const DETAILED: Denied = { ...STUB_DENIED, expected: 'EXPECTED-4711', actual: 'ACTUAL-4711' };

/** What an application sends after a denial. */
export function describeDenials(driver: AdapterDriver): void {
  describe(`a denial on ${driver.name}`, () => {
    it('is answered as the core says: status, every header line, and the body to the byte', async () => {
      const { status, body, header } = await serve(driver, { verifier: denying });
      expect(status).toBe(401);
      expect(header('WWW-Authenticate')).toEqual(CHALLENGES);
      expect(header('Content-Type')).toEqual(['application/problem+json']);
      expect(header('Cache-Control')).toEqual(['no-store']);
      expect(header('Content-Length')).toEqual([LENGTH]);
      expect(header('ETag')).toEqual([]);
      expect(body).toBe(STUB_DENIED.response.body);
    });

    it('has no body for HEAD, and the same headers', async () => {
      const { status, body, header } = await serve(driver, { verifier: denying }, { method: 'HEAD' });
      expect(status).toBe(401);
      expect(header('Content-Type')).toEqual(['application/problem+json']);
      expect(header('Content-Length')).toEqual([LENGTH]);
      expect(header('WWW-Authenticate')).toEqual(CHALLENGES);
      expect(body).toBe('');
    });

    it('replaces what was set under its names, and keeps other headers', async () => {
      const before = (_request: unknown, response: ServerResponse): void => {
        response.setHeader('Content-Type', 'text/html');
        response.setHeader('cache-control', 'public');
        response.setHeader('WWW-Authenticate', 'Basic');
        response.setHeader('Content-Length', '3');
        response.setHeader('X-Frame-Options', 'DENY');
      };
      const { body, header } = await serve(driver, { verifier: denying, before });
      expect(header('Content-Type')).toEqual(['application/problem+json']);
      expect(header('Cache-Control')).toEqual(['no-store']);
      expect(header('WWW-Authenticate')).toEqual(CHALLENGES);
      expect(header('Content-Length')).toEqual([LENGTH]);
      expect(header('X-Frame-Options')).toEqual(['DENY']);
      expect(body).toBe(STUB_DENIED.response.body);
    });

    it.each(driver.asks.map((ask) => [nameOf(ask), ask] as const))(
      'of %s lets no handler run',
      async (_name, ask) => {
        const { status, runs } = await serve(driver, { verifier: denying, asks: [ask] });
        expect([status, runs]).toEqual([401, 0]);
      },
    );

    it.each(['respond', 'throw'] as const)(
      'does not send what was expected and found, with onDeny: %s',
      async (onDeny) => {
        const { status, body, header } = await serve(driver, { verifier: deciding(DETAILED), onDeny });
        expect(status).toBe(401);
        expect(`${body}${header('WWW-Authenticate').join()}`).not.toContain('4711');
      },
    );
  });

  describe(`a denial with onDeny: 'throw' on ${driver.name}`, () => {
    it("reaches the application's error handler with status, headers and body", async () => {
      const served = await serve(driver, { verifier: denying, onDeny: 'throw', onError: 'shows the error' });
      expect([served.status, served.runs]).toEqual([418, 0]);
      expect(served.caught).toEqual([expect.any(AccessDeniedError)]);
      expect(served.caught).toMatchObject([
        {
          status: 401,
          headers: { 'WWW-Authenticate': CHALLENGES },
          body: STUB_DENIED.response.body,
          code: STUB_DENIED.code,
        },
      ]);
    });

    it("keeps status and challenges in the framework's own error handler", async () => {
      const { status, header, runs } = await serve(driver, { verifier: denying, onDeny: 'throw' });
      expect([status, runs]).toEqual([401, 0]);
      expect(header('WWW-Authenticate')).toEqual(CHALLENGES);
      expect(header('Cache-Control')).toEqual(['no-store']);
    });

    it('gives the error handler what was expected and found, and does not send it with the error', async () => {
      const { body, caught } = await serve(driver, {
        verifier: deciding(DETAILED),
        onDeny: 'throw',
        onError: 'shows the error',
      });
      expect(body).toContain('credential.missing');
      expect(body).not.toContain('4711');
      expect(caught).toMatchObject([{ expected: 'EXPECTED-4711', actual: 'ACTUAL-4711' }]);
    });
  });

  describe(`a verifier that fails on ${driver.name}`, () => {
    const failures: readonly [name: string, decide: () => Promise<Decision>][] = [
      ['throws', () => { throw new Error('bug'); }], // prettier-ignore
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      ['throws undefined', () => { throw undefined; }], // prettier-ignore
      // To Express some of these mean "go on", and Koa never answers after others.
      ...[new Error('bug'), 'route', 'router', undefined, null].map(
        (reason): [string, () => Promise<Decision>] => [
          `rejects with ${String(reason)}`,
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
          () => Promise.reject(reason),
        ],
      ),
    ];

    it.each(failures)('%s: 500, and no handler runs', async (_name, decide) => {
      for (const ask of driver.asks) {
        const { status, runs } = await serve(driver, { verifier: stubVerifier(decide), asks: [ask] });
        expect([nameOf(ask), status, runs]).toEqual([nameOf(ask), 500, 0]);
      }
    });
  });

  it.each([
    ['allowed', STUB_ALLOWED],
    ['denied', STUB_DENIED],
  ] as const)(
    `a request on ${driver.name} that was answered while it was judged, and then %s, reaches no handler`,
    async (_what, decision) => {
      let response: ServerResponse | undefined;
      const verifier = stubVerifier(() => {
        if (response !== undefined) response.statusCode = 503;
        response?.end('too late');
        return Promise.resolve(decision);
      });
      const before = (_request: unknown, each: ServerResponse): void => {
        response = each;
      };
      for (const onDeny of ['respond', 'throw'] as const) {
        const { status, body, runs, caught } = await serve(driver, {
          verifier,
          before,
          onDeny,
          onError: 'shows the error',
        });
        await new Promise(setImmediate);
        expect([status, body, runs, caught]).toEqual([503, 'too late', 0, []]);
      }
    },
  );
}
