import { describe, expect, it } from 'vitest';
import { createSigner } from '../../test/mint.js';
import { ordersVerifier } from '../../test/orders.js';
import { ConfigurationError } from '../options/configuration-error.js';
import { assertVerifier, middlewareFactory } from './wiring.js';

describe('a verifier that an adapter is given', () => {
  it('takes a verifier, and a stub of one', async () => {
    const verifier = await ordersVerifier([(await createSigner()).jwk]);
    const stub = { decide: () => undefined, identify: () => undefined, requireOperation: () => undefined };
    for (const each of [verifier, stub, Object.assign(() => undefined, stub)]) {
      expect(() => {
        assertVerifier(each, 'adapter');
      }).not.toThrow();
    }
  });

  it.each<[unknown, string]>([
    [
      Promise.resolve({}),
      'adapter: expected a verifier, found a promise. Write await: adapter(await createVerifier(...)).',
    ],
    [{ then: () => undefined }, 'adapter: expected a verifier, found a promise.'],
    [undefined, 'adapter: expected what createVerifier() resolves to, found undefined.'],
    [null, 'found null.'],
    ['jwt-policy.yaml', 'found string.'],
    [{ policy: 'jwt-policy.yaml' }, 'found object.'],
    [() => undefined, 'found function.'],
    [{ decide: () => undefined, identify: () => undefined, operation: 'x' }, 'found object.'],
  ])('rejects another value at once: %o', (value, message) => {
    const take = (): void => {
      assertVerifier(value, 'adapter');
    };
    expect(take).toThrow(ConfigurationError);
    expect(take).toThrow(message);
  });
});

describe('a function that makes a middleware', () => {
  const factory = middlewareFactory("jwt.operation('name')", (name: string) => `made ${name}`, {
    reads: ['asked'],
    maxArguments: 1,
  });

  it('makes one', () => {
    expect(factory('x')).toBe('made x');
  });

  it.each([[['a request', 'a response', () => undefined]], [['a context', () => undefined]]])(
    'throws where it is called as one: %o',
    (args) => {
      const call = (): unknown => (factory as (...all: readonly unknown[]) => unknown)(...args);
      expect(call).toThrow(ConfigurationError);
      expect(call).toThrow(
        "jwt.operation was used as a middleware: it makes one. Write jwt.operation('name').",
      );
    },
  );

  it.each<[maxArguments: 0 | 1, expected: string, args: unknown[]]>([
    [0, 'no argument, found 1', [{}]],
    [0, 'no argument, found 1', [undefined]],
    [1, 'at most 1 argument, found 2', ['x', 'y']],
  ])('throws for more than %i arguments', (maxArguments, expected, args) => {
    const made = middlewareFactory('jwt.guard()', (...all: unknown[]) => `made of ${String(all.length)}`, {
      reads: [],
      maxArguments,
    });
    expect(made(...args.slice(0, maxArguments))).toBe(`made of ${String(maxArguments)}`);
    expect(() => made(...args)).toThrow(ConfigurationError);
    expect(() => made(...args)).toThrow(`jwt.guard: expected ${expected}. Write jwt.guard().`);
  });

  it('throws where a framework asks for what it looks for on a middleware, and shows it nowhere', () => {
    expect(() => Reflect.get(factory, 'asked') as unknown).toThrow(ConfigurationError);
    expect(Object.keys(factory)).toEqual([]);
  });
});
