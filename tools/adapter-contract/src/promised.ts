import { PolicyError, type Verifier } from '@org/jwt-core';
import { describe, expect, it, vi } from 'vitest';
import type { AdapterDriver } from './driver.js';
import { allowing, denying, nameOf, serve } from './serve.js';

/** A verifier that is not there yet when the application is wired, as in a CommonJS module that makes a router. */
export function describePromised(driver: AdapterDriver): void {
  describe.each(driver.asks.map((ask) => [nameOf(ask), ask] as const))(
    `%s of ${driver.name}, of a verifier that is promised,`,
    (_name, ask) => {
      it.each([
        ['allows', allowing, 200, 1],
        ['denies', denying, 401, 0],
      ] as const)('waits for it, and %s', async (_what, verifier, status, runs) => {
        const promised = new Promise<Verifier>((resolve) => setImmediate(resolve, verifier));
        expect(await serve(driver, { verifier: promised, asks: [ask] })).toMatchObject({ status, runs });
      });

      it('answers 503 where it is rejected, and the process warns once', async () => {
        const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
        const unhandled = vi.fn();
        process.on('unhandledRejection', unhandled);
        const verifier = Promise.reject<Verifier>(new PolicyError([], undefined));
        const { status, runs, header, caught } = await serve(driver, { verifier, asks: [ask] });
        process.off('unhandledRejection', unhandled);
        expect([status, runs, caught]).toEqual([503, 0, []]);
        expect(header('Retry-After')).toHaveLength(1);
        expect(header('Content-Type')).toEqual(['application/problem+json']);
        expect(warned.mock.calls).toEqual([
          [expect.stringContaining('is not a valid policy'), { code: 'JWT_POLICY_WIRING' }],
        ]);
        warned.mockRestore();
        expect(unhandled).not.toHaveBeenCalled();
      });
    },
  );
}
