import { inspect } from 'node:util';
import { ConfigurationError, type Verifier } from '@org/jwt-core';
import type { Middlewares } from '@org/jwt-core/adapter';
import { createConformanceKit } from '@org/jwt-testing';
import { describe, expect, it } from 'vitest';
import { allowing, denying } from './serve.js';

/** What an application calls to have middlewares. */
export interface MiddlewareDriver {
  /** Such as `createExpressAccess`. */
  readonly factory: string;
  readonly create: (verifier: Verifier) => Middlewares<unknown, string, readonly []>;
  /** Ways to use a value as a middleware, by name, at all of which the framework asks for its properties. */
  readonly uses: Readonly<Record<string, (middleware: unknown) => unknown>>;
  /** Calls of `guard()` with more than it takes. */
  readonly tooManyForGuard: readonly (readonly unknown[])[];
}

const NAMES = ['identify', 'operation', 'guard'] as const;

/** Mistakes that JavaScript allows, each of which ends in an error at once. */
export function describeWiring({ factory, create, uses, tooManyForGuard }: MiddlewareDriver): void {
  /** What `createVerifier` returns, where the mistake is not to await it. */
  const createVerifierLater = (): Promise<Verifier> => Promise.resolve(allowing);
  const jwt = create(denying);

  describe(`${factory}()`, () => {
    it.each<[string, unknown, string]>([
      ['nothing', undefined, 'expected what createVerifier() resolves to, found undefined'],
      ['null', null, 'found null'],
      ['the options of one', { policy: 'jwt-policy.yaml' }, 'found object'],
      ['the function that makes one', createVerifierLater, 'found function'],
    ])('throws for %s in place of a verifier', (_what, given, message) => {
      expect(() => create(given as Verifier)).toThrow(ConfigurationError);
      expect(() => create(given as Verifier)).toThrow(`${factory}: `);
      expect(() => create(given as Verifier)).toThrow(message);
    });
  });

  describe(`the middlewares of ${factory}()`, () => {
    it('have names of operations that the policy has', async () => {
      const kit = await createConformanceKit();
      const orders = create(await kit.createVerifier());
      expect(() => orders.operation('listOrder')).toThrow(ConfigurationError);
      expect(() => orders.operation('listOrder')).toThrow('Did you mean "listOrders"?');
      await kit.close();
    });

    it.each(NAMES.flatMap((name) => Object.keys(uses).map((use) => [name, use] as const)))(
      'throw at start where jwt.%s is used without the call: %s',
      (name, use) => {
        const call = (): unknown => uses[use]?.(jwt[name]);
        expect(call).toThrow(ConfigurationError);
        expect(call).toThrow(`jwt.${name} was used as a middleware: it makes one. Write jwt.${name}(`);
      },
    );

    it('can be inspected and spread', () => {
      expect(inspect(jwt, { getters: false })).toContain('guard');
      expect({ ...jwt }.operation('listOrders')).toBeTypeOf('function');
      expect({ ...jwt }.guard()).toBeTypeOf('function');
    });

    it.each<readonly [string, (...args: never[]) => unknown, readonly unknown[]]>([
      ...tooManyForGuard.map(
        (args) => [`guard(${args.map((each) => inspect(each)).join(', ')})`, jwt.guard, args] as const,
      ),
      ["operation('open', 'admin')", jwt.operation, ['open', 'admin']],
      ["identify({ auth: 'optional' }, {})", jwt.identify, [{ auth: 'optional' }, {}]],
    ])('throw for an argument that they do not take: %s', (_call, make, args) => {
      const call = () => (make as (...all: readonly unknown[]) => unknown)(...args);
      expect(call).toThrow(ConfigurationError);
      expect(call).toThrow(/^jwt\.\w+: expected /u);
    });
  });
}
