import type { Identity } from '@org/jwt-core';
import Koa, { type Context, type Middleware, type ParameterizedContext } from 'koa';
import { expectTypeOf } from 'vitest';
import { getAuth, type KoaJwtPolicy } from './index.js';

declare const jwt: KoaJwtPolicy;
declare const ctx: Context;

// A handler must think of the request that is nobody's.
expectTypeOf(getAuth(ctx)).toEqualTypeOf<Identity | undefined>();
// @ts-expect-error -- may be undefined
getAuth(ctx).hasScope('orders:read');

// Fits an app with a state and a context of its own.
interface State {
  readonly user: string;
}
declare const own: ParameterizedContext<State, { readonly db: object }>;
expectTypeOf(getAuth(own)).toEqualTypeOf<Identity | undefined>();
new Koa<State, { readonly db: object }>().use(jwt.identify()).use((routed) => {
  expectTypeOf(routed.db).toEqualTypeOf<object>();
});
expectTypeOf(jwt.guard()).toExtend<Middleware>();

// @ts-expect-error -- an operation has a name
jwt.operation();
// @ts-expect-error -- neither more nor less than these two
jwt.identify({ auth: 'public' });
