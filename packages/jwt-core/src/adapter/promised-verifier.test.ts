import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSigner } from '../../test/mint.js';
import { ordersVerifier } from '../../test/orders.js';
import { ConfigurationError } from '../options/configuration-error.js';
import type { Verifier } from '../verify/verifier.js';
import { wireVerifier } from './promised-verifier.js';

const REQUEST = { method: 'GET', target: '/orders', rawHeaders: [] };

const warned: [message: string, code: string][] = [];
const unhandled = vi.fn();
beforeEach(() => {
  warned.length = 0;
  vi.spyOn(process, 'emitWarning').mockImplementation((message, options) => {
    warned.push([String(message), (options as { code: string }).code]);
  });
  process.on('unhandledRejection', unhandled);
});
afterEach(() => {
  process.off('unhandledRejection', unhandled);
  vi.restoreAllMocks();
  expect(unhandled).not.toHaveBeenCalled();
});

const createVerifier = async (): Promise<Verifier> => ordersVerifier([(await createSigner()).jwk]);

function promise<Value>(): PromiseWithResolvers<Value> {
  let settle: Omit<PromiseWithResolvers<Value>, 'promise'> | undefined;
  const promised = new Promise<Value>((resolve, reject) => (settle = { resolve, reject }));
  if (settle === undefined) throw new Error('A promise calls its function at once.');
  return { promise: promised, ...settle };
}

interface PromiseWithResolvers<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (reason: unknown) => void;
}

it('is the verifier itself where one was handed in', async () => {
  const verifier = await createVerifier();
  expect(wireVerifier(verifier, 'adapter')).toBe(verifier);
});

it.each([undefined, null, 'jwt-policy.yaml', {}])('rejects at once what is neither: %o', (given) => {
  expect(() => wireVerifier(given, 'adapter')).toThrow(ConfigurationError);
});

describe('a verifier that is promised', () => {
  it('is waited for by requests that come before it', async () => {
    const { promise: promised, resolve } = promise<Verifier>();
    const wired = wireVerifier(promised, 'adapter');
    const asked = [
      wired.decide(REQUEST),
      wired.decide(REQUEST, { operation: 'health' }),
      wired.identify(REQUEST),
      wired.identify(REQUEST, { auth: 'optional' }),
    ];
    resolve(await createVerifier());
    expect(await Promise.all(asked)).toMatchObject([
      { code: 'credential.missing' },
      { outcome: 'allow' },
      { code: 'credential.missing' },
      { outcome: 'allow', identity: undefined },
    ]);
    expect(await wired.decide(REQUEST, { operation: 'health' })).toMatchObject({ outcome: 'allow' });
    expect(warned).toEqual([]);
  });

  it('is compared with the names that were bound, at once when it is there', async () => {
    const { promise: promised, resolve } = promise<Verifier>();
    const wired = wireVerifier(promised, 'adapter');
    expect(wired.requireOperation('listOrder')).toBeUndefined();
    expect(wired.requireOperation('listOrders')).toBeUndefined();
    resolve(await createVerifier());
    expect(await wired.decide(REQUEST, { operation: 'listOrder' })).toMatchObject({ outcome: 'deny' });
    expect(warned).toEqual([
      [
        expect.stringMatching(/^adapter: operation\("listOrder"\) denies.*"listOrders"\?$/u),
        'JWT_POLICY_WIRING',
      ],
    ]);
    expect(wired.requireOperation('listOrders')).toMatchObject({ name: 'listOrders' });
    expect(() => wired.requireOperation('listOrder')).toThrow(ConfigurationError);
  });

  it('can be audited when it is there, and says before that it has to be awaited', async () => {
    const verifier = createVerifier();
    const wired = wireVerifier(verifier, 'adapter');
    expect(() => wired.operations()).toThrow('await it before the audit');
    expect(() => wired.service).toThrow(ConfigurationError);
    await verifier;
    await Promise.resolve();
    expect(wired.service).toBe('orders');
    expect(wired.operations().map(({ name }) => name)).toContain('listOrders');
  });

  it.each<[what: string, reason: unknown, words: string]>([
    ['an error', new Error('no such file'), 'no such file'],
    ['an error of two lines', new Error('jwt-policy.yaml is not valid\n  1:1'), 'not valid   1:1'],
    ['a text', 'a secret', 'rejected without an error'],
    ['nothing', undefined, 'rejected without an error'],
  ])(
    'is reported at once where it is rejected with %s, and denies with policy.unavailable',
    async (_what, reason, words) => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      const wired = wireVerifier(Promise.reject(reason), 'adapter');
      await new Promise(setImmediate);
      expect(warned).toEqual([[expect.stringContaining(words), 'JWT_POLICY_WIRING']]);
      expect(warned[0]?.[0]).toMatch(/^adapter: there is no verifier, and every request is answered 503\. /u);
      expect(warned[0]?.[0]).not.toContain('a secret');
      for (const decision of [await wired.decide(REQUEST), await wired.identify(REQUEST)]) {
        expect(decision).toMatchObject({
          outcome: 'deny',
          code: 'policy.unavailable',
          response: { status: 503 },
          expected: 'a verifier',
        });
      }
      expect(() => wired.operations()).toThrow(ConfigurationError);
    },
  );

  it('denies and warns where something else comes', async () => {
    const wired = wireVerifier(Promise.resolve({ policy: 'jwt-policy.yaml' }), 'adapter');
    expect(await wired.decide(REQUEST)).toMatchObject({ code: 'policy.unavailable' });
    expect(warned).toEqual([[expect.stringContaining('found object'), 'JWT_POLICY_WIRING']]);
  });
});
