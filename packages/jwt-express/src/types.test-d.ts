import type { Identity, Verifier } from '@org/jwt-core';
import express, { type Request, type RequestHandler } from 'express';
import { expectTypeOf } from 'vitest';
import { createExpressAccess, getAuth, type ExpressAccess, type JwtMiddleware } from './index.js';

// `req.auth` belongs to the application, which may declare it with a type of its own.
interface OwnAuth {
  readonly sub: string;
}
declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      auth?: OwnAuth;
    }
  }
}

declare const jwt: ExpressAccess;
declare const req: Request;
declare const verifier: Verifier;
declare const orders: Verifier<'listOrders'>;

// A handler must handle an anonymous request.
expectTypeOf(getAuth(req)).toEqualTypeOf<Identity | undefined>();
expectTypeOf(req.auth).toEqualTypeOf<OwnAuth | undefined>();
// @ts-expect-error -- may be undefined
getAuth(req).hasScope('orders:read');

// Claims have the type that the application names.
interface TokenClaims {
  readonly tenant_id: string;
}
expectTypeOf(getAuth<TokenClaims>(req)).toEqualTypeOf<Identity<TokenClaims> | undefined>();
expectTypeOf(getAuth<TokenClaims>(req)?.claims.tenant_id).toEqualTypeOf<string | undefined>();

// The names of operations are those of the policy, where it was made in code.
const named = createExpressAccess(orders);
expectTypeOf(named).toEqualTypeOf<ExpressAccess<'listOrders'>>();
named.operation('listOrders');
// @ts-expect-error -- a name that the policy does not have
named.operation('listOrder');
expectTypeOf(createExpressAccess(verifier)).toEqualTypeOf<ExpressAccess>();

// The middleware leaves it to Express to infer a route's parameters, and fits wherever one does.
const app = express();
app.get('/orders/:id', jwt.operation('readOrder'), (routed) => {
  expectTypeOf(routed.params).toEqualTypeOf<{ id: string }>();
});
app.use('/api', jwt.guard());
app.use(jwt.identify({ auth: 'optional' }));
app.param('id', (routed, _res, next) => {
  expectTypeOf(getAuth(routed)).toEqualTypeOf<Identity | undefined>();
  next();
});
interface Params {
  id: string;
}
const typed: RequestHandler<Params> = (routed, res, next) => {
  jwt.guard()(routed, res, next);
};
app.get('/orders/:id', jwt.guard(), typed);
expectTypeOf<JwtMiddleware>().toExtend<RequestHandler>();

// @ts-expect-error -- an operation has a name
jwt.operation();
// @ts-expect-error -- neither more nor less than these two
jwt.identify({ auth: 'public' });

// @ts-expect-error -- a mount path is a text
jwt.guard({ mountPath: /^\/api/u });
// A promise of a verifier has the names as well.
expectTypeOf(createExpressAccess(Promise.resolve(orders))).toEqualTypeOf<ExpressAccess<'listOrders'>>();
// @ts-expect-error -- the promise of something else
createExpressAccess(Promise.resolve('jwt-policy.yaml'));
