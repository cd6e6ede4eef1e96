import type { Identity, Verifier } from '@org/jwt-core';
import Koa, { type Context, type Middleware, type ParameterizedContext } from 'koa';
import { expectTypeOf } from 'vitest';
import { createKoaAccess, getAuth, type KoaAccess } from './index.js';

declare const jwt: KoaAccess;
declare const ctx: Context;
declare const verifier: Verifier;
declare const orders: Verifier<'listOrders'>;

// A handler must handle an anonymous request.
expectTypeOf(getAuth(ctx)).toEqualTypeOf<Identity | undefined>();
// @ts-expect-error -- may be undefined
getAuth(ctx).hasScope('orders:read');

// Claims have the type that the application names.
interface TokenClaims {
  readonly tenant_id: string;
}
expectTypeOf(getAuth<TokenClaims>(ctx)).toEqualTypeOf<Identity<TokenClaims> | undefined>();
expectTypeOf(getAuth<TokenClaims>(ctx)?.claims.tenant_id).toEqualTypeOf<string | undefined>();

// The names of operations are those of the policy, where it was made in code.
const named = createKoaAccess(orders);
expectTypeOf(named).toEqualTypeOf<KoaAccess<'listOrders'>>();
named.operation('listOrders');
// @ts-expect-error -- a name that the policy does not have
named.operation('listOrder');
expectTypeOf(createKoaAccess(verifier)).toEqualTypeOf<KoaAccess>();
expectTypeOf(createKoaAccess(Promise.resolve(orders))).toEqualTypeOf<KoaAccess<'listOrders'>>();

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
