/** Ways to register the module: what has to be guarded, and what has to be refused. */

import {
  Controller,
  forwardRef,
  Inject,
  Injectable,
  Module,
  Scope,
  UseGuards,
  type DynamicModule,
  type ModuleMetadata,
  type Type,
} from '@nestjs/common';
import { APP_GUARD, LazyModuleLoader, REQUEST } from '@nestjs/core';
// eslint-disable-next-line @nx/enforce-module-boundaries -- this file also runs outside of the package
import { JWT_VERIFIER, JwtPolicyModule, type JwtPolicyOptions } from '@org/jwt-nestjs';
import { STUB_DENIED, stubVerifier } from '@org/jwt-testing';
import type { Way } from './registration-apps.js';

export type GuardedWay = readonly [name: string, register: () => Way];
/** Why the application does not start, and how it is registered. */
export type RefusedWay = readonly [name: string, message: RegExp, register: () => Way];

const verifier = stubVerifier(() => Promise.resolve(STUB_DENIED));
const options: JwtPolicyOptions = { verifier };

type Imported = Way['imports'][number];
export const forRoot = (): DynamicModule => JwtPolicyModule.forRoot(options);
const forRootAsync = (gives: unknown): Imported =>
  JwtPolicyModule.forRootAsync({ useFactory: () => gives as JwtPolicyOptions });
/** A module with one provider, and the provider. */
interface Home {
  readonly token: Type;
  readonly module: Type;
}

function createClass(): Type {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- gets its decorators from the caller
  return class {};
}

export function moduleOf(metadata: ModuleMetadata): Type {
  const type = createClass();
  Module(metadata)(type);
  return type;
}

function scoped(scope: Scope, isDurable = false): Home {
  const token = createClass();
  Injectable({ scope, durable: isDurable })(token);
  return { token, module: moduleOf({ providers: [token], exports: [token] }) };
}

/** A provider of the default scope that needs one of another. */
function behindAnother(inner: Home): Home {
  const token = createClass();
  Inject(inner.token)(token, undefined, 0);
  Injectable()(token);
  return { token, module: moduleOf({ imports: [inner.module], providers: [token], exports: [token] }) };
}

function forRootAfter({ token, module }: Home): Imported {
  return JwtPolicyModule.forRootAsync({ imports: [module], inject: [token], useFactory: () => options });
}

const afterRequest = (): Imported =>
  JwtPolicyModule.forRootAsync({ inject: [REQUEST], useFactory: () => options });

type LazyModule = Awaited<ReturnType<Parameters<LazyModuleLoader['load']>[0]>>;

/** Loads a module when Nest initialises the application: its routes are there by then. */
function loadingInHook(load: () => unknown): NonNullable<Way['providers']> {
  const hook = (loader: LazyModuleLoader): object => ({
    onModuleInit: () => loader.load(() => load() as LazyModule),
  });
  return [{ provide: 'loads lazily', inject: [LazyModuleLoader], useFactory: hook }];
}

function loadingBeforeStart(load: () => unknown): NonNullable<Way['configure']> {
  return (app) => app.get(LazyModuleLoader).load(() => load() as LazyModule);
}

export const NO_OPTIONS =
  /JwtPolicyModule is imported without options.*JwtPolicyModule\.forRoot\(.*forRootAsync\(/su;
const SCOPED = /request-scoped or durable/u;
export const LAZY = /JwtPolicyModule is loaded lazily/u;
export const UNMARKED = /write @Operation/u;
const TWICE = /imported with options more than once/u;
const UNREGISTERED = /not among the application's global guards/u;
export const UNGUARDED = /@Operation\(\).*JwtPolicyModule\.forRoot\(/su;
const NOT_A_VERIFIER = /JwtPolicyModule: expected .*createVerifier\(\)/u;

export const GUARDED: readonly GuardedWay[] = [
  ['forRoot in the root module', () => ({ imports: [forRoot()] })],
  ['forRoot in a feature module', () => ({ imports: [moduleOf({ imports: [forRoot()] })] })],
  [
    'forRoot in a feature module that exports it',
    () => ({ imports: [moduleOf({ imports: [forRoot()], exports: [JwtPolicyModule] })] }),
  ],
  ['a promise of forRoot', () => ({ imports: [Promise.resolve(forRoot())] })],
  [
    'one forRoot in two modules',
    () => {
      const shared = forRoot();
      return { imports: [shared, moduleOf({ imports: [shared] })] };
    },
  ],
  ['forRoot where modules are known by hashes', () => ({ imports: [forRoot()], moduleIds: 'deep-hash' })],
  [
    "forRoot and the application's own guards",
    () => ({
      imports: [forRoot()],
      providers: [{ provide: APP_GUARD, useFactory: () => ({ canActivate: () => true }) }],
      configure: (app) => app.useGlobalGuards({ canActivate: () => true }),
    }),
  ],
  ['forRootAsync', () => ({ imports: [forRootAsync(options)] })],
  ['forRootAsync with a promise', () => ({ imports: [forRootAsync(Promise.resolve(options))] })],
  [
    'forRootAsync after a provider of the default scope',
    () => ({ imports: [forRootAfter(scoped(Scope.DEFAULT))] }),
  ],
  ['forRootAsync after a transient provider', () => ({ imports: [forRootAfter(scoped(Scope.TRANSIENT))] })],
  [
    'forRootAsync after a provider that needs a transient one',
    () => ({ imports: [forRootAfter(behindAnother(scoped(Scope.TRANSIENT)))] }),
  ],
  [
    'forRoot with another verifier for a test',
    () => ({
      imports: [
        JwtPolicyModule.forRoot({ verifier: stubVerifier(() => Promise.reject(new Error('unused'))) }),
      ],
      override: (builder) => builder.overrideProvider(JWT_VERIFIER).useValue(verifier),
    }),
  ],
  [
    'forRoot in a test that overrides APP_GUARD',
    () => ({
      imports: [forRoot()],
      override: (builder) =>
        builder
          .overrideProvider(APP_GUARD)
          .useValue({ canActivate: () => true })
          .overrideGuard(JwtPolicyModule)
          .useValue({ canActivate: () => true }),
    }),
  ],
  [
    'forRoot in a test that mocks what is missing',
    () => ({ imports: [forRoot()], override: (builder) => builder.useMocker(() => ({})) }),
  ],
];

export const REFUSED: readonly RefusedWay[] = [
  ['the bare class', NO_OPTIONS, () => ({ imports: [JwtPolicyModule] })],
  [
    'the bare class in a feature module',
    NO_OPTIONS,
    () => ({ imports: [moduleOf({ imports: [JwtPolicyModule] })] }),
  ],
  ['the bare class behind forwardRef', NO_OPTIONS, () => ({ imports: [forwardRef(() => JwtPolicyModule)] })],
  [
    'the bare class in a feature module, and forRoot in the root module',
    NO_OPTIONS,
    () => ({ imports: [moduleOf({ imports: [JwtPolicyModule] }), forRoot()] }),
  ],
  [
    'the bare class in a test that mocks what is missing',
    NO_OPTIONS,
    () => ({ imports: [JwtPolicyModule], override: (builder) => builder.useMocker(() => ({})) }),
  ],
  [
    'a class that extends it',
    NO_OPTIONS,
    () => {
      class OwnModule extends JwtPolicyModule {}
      Module({})(OwnModule);
      return { imports: [OwnModule] };
    },
  ],
  ['the class as a provider', NO_OPTIONS, () => ({ imports: [], providers: [JwtPolicyModule] })],
  [
    'the class as a guard',
    NO_OPTIONS,
    () => {
      const type = createClass();
      UseGuards(JwtPolicyModule)(type);
      Controller()(type);
      return { imports: [moduleOf({ controllers: [type] })] };
    },
  ],
  [
    'forRoot without the call',
    /forRoot|constructor/u,
    () => ({ imports: [Reflect.get(JwtPolicyModule, 'forRoot') as never] }),
  ],
  [
    'forRoot without what it provides',
    NO_OPTIONS,
    () => ({ imports: [{ ...forRoot(), providers: [], exports: [] }] }),
  ],
  [
    'forRoot without its APP_GUARD',
    UNREGISTERED,
    () => {
      const { providers = [], ...registered } = forRoot();
      const others = providers.filter((each) => !('provide' in each && each.provide === APP_GUARD));
      return { imports: [{ ...registered, providers: others }] };
    },
  ],
  ['two forRoot', TWICE, () => ({ imports: [forRoot(), moduleOf({ imports: [forRoot()] })] })],
  [
    'two forRoot where modules are known by hashes',
    TWICE,
    () => ({ imports: [forRoot(), moduleOf({ imports: [forRoot()] })], moduleIds: 'deep-hash' }),
  ],
  ['forRoot, and forRootAsync after a request', TWICE, () => ({ imports: [forRoot(), afterRequest()] })],
  ['two forRootAsync after a request', SCOPED, () => ({ imports: [afterRequest(), afterRequest()] })],
  ['forRootAsync after a request', SCOPED, () => ({ imports: [afterRequest()] })],
  [
    'forRootAsync after a request, if there is one',
    SCOPED,
    () => ({
      imports: [
        JwtPolicyModule.forRootAsync({
          inject: [{ token: REQUEST, optional: true }],
          useFactory: () => options,
        }),
      ],
    }),
  ],
  [
    'forRootAsync after a request-scoped provider',
    SCOPED,
    () => ({ imports: [forRootAfter(scoped(Scope.REQUEST))] }),
  ],
  [
    'forRootAsync after a durable provider',
    SCOPED,
    () => ({ imports: [forRootAfter(scoped(Scope.REQUEST, true))] }),
  ],
  [
    'forRootAsync after a provider that needs a request-scoped one',
    SCOPED,
    () => ({ imports: [forRootAfter(behindAnother(scoped(Scope.REQUEST)))] }),
  ],
  [
    'forRootAsync after a provider that needs a durable one',
    SCOPED,
    () => ({ imports: [forRootAfter(behindAnother(scoped(Scope.REQUEST, true)))] }),
  ],
  [
    'forRootAsync after a request in a feature module',
    SCOPED,
    () => ({ imports: [moduleOf({ imports: [afterRequest()] })] }),
  ],
  [
    'a verifier for a test that depends on the request',
    SCOPED,
    () => ({
      imports: [forRoot()],
      override: (builder) =>
        builder.overrideProvider(JWT_VERIFIER).useFactory({ factory: () => verifier, inject: [REQUEST] }),
    }),
  ],
  ...[null, {}, () => verifier].map((value): RefusedWay => [
    `${describeValue(value)} in the place of the verifier`,
    NOT_A_VERIFIER,
    (): Way => ({
      imports: [forRoot()],
      override: (builder) => builder.overrideProvider(JWT_VERIFIER).useValue(value),
    }),
  ]),
  [
    'useFactory that gives undefined',
    /useFactory.*found undefined/su,
    () => ({ imports: [forRootAsync(undefined)] }),
  ],
  ['useFactory that gives null', /useFactory.*found null/su, () => ({ imports: [forRootAsync(null)] })],
  ['useFactory that gives a verifier', /\{ verifier \}/u, () => ({ imports: [forRootAsync(verifier)] })],
  [
    'useFactory that gives a promise of a verifier',
    /\{ verifier \}/u,
    () => ({ imports: [forRootAsync(Promise.resolve(verifier))] }),
  ],
  [
    'useFactory that gives a function',
    /found a function/u,
    () => ({ imports: [forRootAsync(() => options)] }),
  ],
  [
    'useFactory that rejects',
    /no settings/u,
    () => ({
      imports: [JwtPolicyModule.forRootAsync({ useFactory: () => Promise.reject(new Error('no settings')) })],
    }),
  ],
  ['no useFactory', /useFactory/u, () => ({ imports: [JwtPolicyModule.forRootAsync({} as never)] })],
  [
    'useFactory alone',
    /useFactory/u,
    () => ({ imports: [JwtPolicyModule.forRootAsync((() => options) as never)] }),
  ],
  [
    'forRootAsync of nothing',
    /useFactory/u,
    () => ({ imports: [JwtPolicyModule.forRootAsync(undefined as never)] }),
  ],
  [
    'forRoot of nothing',
    /found undefined/u,
    () => ({ imports: [JwtPolicyModule.forRoot(undefined as never)] }),
  ],
  [
    'forRoot of a verifier',
    /\{ verifier \}/u,
    () => ({ imports: [JwtPolicyModule.forRoot(verifier as never)] }),
  ],
  [
    'forRoot of a promise',
    /promise.*forRootAsync/su,
    () => ({ imports: [JwtPolicyModule.forRoot(Promise.resolve(options) as never)] }),
  ],
  ...[{}, () => verifier, Promise.resolve({}), 'jwt-policy.yaml', null].map((value): RefusedWay => [
    `${describeValue(value)} as the verifier`,
    NOT_A_VERIFIER,
    (): Way => ({ imports: [JwtPolicyModule.forRoot({ verifier: value as never })] }),
  ]),
];

/** Without marks, the same application is one that does not know this package. */
export const LOADED_LAZILY: readonly RefusedWay[] = [
  ...Object.entries<[RegExp, () => unknown]>({
    forRoot: [LAZY, forRoot],
    'forRootAsync after a request': [LAZY, afterRequest],
    'a feature module with forRoot': [LAZY, () => moduleOf({ imports: [forRoot()] })],
    'the bare class': [NO_OPTIONS, () => JwtPolicyModule],
  }).flatMap(([name, [message, load]]): RefusedWay[] => [
    [`${name}, before the start`, message, () => ({ imports: [], configure: loadingBeforeStart(load) })],
    [
      `${name}, during the start`,
      either(message, UNGUARDED),
      () => ({ imports: [], providers: loadingInHook(load) }),
    ],
  ]),
];

export function either(...messages: readonly RegExp[]): RegExp {
  return new RegExp(messages.map(({ source }) => source).join('|'), 'su');
}

function describeValue(value: unknown): string {
  if (value instanceof Promise) return 'a promise';
  return typeof value === 'function' ? 'a function' : JSON.stringify(value);
}
