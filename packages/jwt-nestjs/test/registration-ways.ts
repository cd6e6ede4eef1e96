/** Ways to register the module that guard the application, and ways that have to be rejected. */

import { Controller, forwardRef, Module, Scope, UseGuards } from '@nestjs/common';
import { APP_GUARD, LazyModuleLoader, REQUEST } from '@nestjs/core';
// eslint-disable-next-line @nx/enforce-module-boundaries -- this file also runs outside of the package
import { JWT_VERIFIER, JwtPolicyModule } from '@org/jwt-nestjs';
import { stubVerifier } from '@org/jwt-testing';
import type { GuardedWay, RejectedWay, Way } from './registration-apps.js';
import { either, LAZY, NO_OPTIONS, SCOPED, TWICE, UNGUARDED, UNREGISTERED } from './registration-messages.js';
import {
  afterRequest,
  throughAnother,
  createClass,
  forRoot,
  forRootAfter,
  forRootAsync,
  moduleOf,
  options,
  scoped,
  verifier,
} from './registration-modules.js';

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
    () => ({ imports: [forRootAfter(throughAnother(scoped(Scope.TRANSIENT)))] }),
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

export const REJECTED: readonly RejectedWay[] = [
  ['the bare class', NO_OPTIONS, () => ({ imports: [JwtPolicyModule] })],
  [
    'the bare class in a feature module',
    NO_OPTIONS,
    () => ({ imports: [moduleOf({ imports: [JwtPolicyModule] })] }),
  ],
  ['the bare class in forwardRef', NO_OPTIONS, () => ({ imports: [forwardRef(() => JwtPolicyModule)] })],
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
    () => ({ imports: [forRootAfter(throughAnother(scoped(Scope.REQUEST)))] }),
  ],
  [
    'forRootAsync after a provider that needs a durable one',
    SCOPED,
    () => ({ imports: [forRootAfter(throughAnother(scoped(Scope.REQUEST, true)))] }),
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
];

/** Without marks, the same application is one that does not know this package. */
export const LOADED_LAZILY: readonly RejectedWay[] = [
  ...Object.entries<[RegExp, () => unknown]>({
    forRoot: [LAZY, forRoot],
    'forRootAsync after a request': [LAZY, afterRequest],
    'a feature module with forRoot': [LAZY, () => moduleOf({ imports: [forRoot()] })],
    'the bare class': [NO_OPTIONS, () => JwtPolicyModule],
  }).flatMap(([name, [message, load]]): RejectedWay[] => [
    [`${name}, before the start`, message, () => ({ imports: [], configure: loadingBeforeStart(load) })],
    [
      `${name}, during the start`,
      either(message, UNGUARDED),
      () => ({ imports: [], providers: loadingInHook(load) }),
    ],
  ]),
];

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
