/** What a root module imports, and the other modules. */

import {
  Inject,
  Injectable,
  Module,
  type DynamicModule,
  type ModuleMetadata,
  type Scope,
  type Type,
} from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
// eslint-disable-next-line @nx/enforce-module-boundaries -- this file also runs outside of the package
import { JwtPolicyModule, type JwtPolicyOptions, type Verifier } from '@org/jwt-nestjs';
import { STUB_DENIED, stubVerifier } from '@org/jwt-testing';
import type { Way } from './registration-apps.js';

export const verifier: Verifier = stubVerifier(() => Promise.resolve(STUB_DENIED));
export const options: JwtPolicyOptions = { verifier };

export type Imported = Way['imports'][number];
export const forRoot = (): DynamicModule => JwtPolicyModule.forRoot(options);
export const forRootAsync = (gives: unknown): Imported =>
  JwtPolicyModule.forRootAsync({ useFactory: () => gives as JwtPolicyOptions });

/** A module with one provider, and the provider. */
interface Home {
  readonly token: Type;
  readonly module: Type;
}

export function createClass(): Type {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- gets its decorators from the caller
  return class {};
}

export function moduleOf(metadata: ModuleMetadata): Type {
  const type = createClass();
  Module(metadata)(type);
  return type;
}

export function scoped(scope: Scope, isDurable = false): Home {
  const token = createClass();
  Injectable({ scope, durable: isDurable })(token);
  return { token, module: moduleOf({ providers: [token], exports: [token] }) };
}

/** A provider of the default scope that needs one of another. */
export function throughAnother(inner: Home): Home {
  const token = createClass();
  Inject(inner.token)(token, undefined, 0);
  Injectable()(token);
  return { token, module: moduleOf({ imports: [inner.module], providers: [token], exports: [token] }) };
}

export function forRootAfter({ token, module }: Home): Imported {
  return JwtPolicyModule.forRootAsync({ imports: [module], inject: [token], useFactory: () => options });
}

export const afterRequest = (): Imported =>
  JwtPolicyModule.forRootAsync({ inject: [REQUEST], useFactory: () => options });
