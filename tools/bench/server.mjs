// A child of measures/http.mjs: one framework, open, guarded by us, by what people use for it, or by the least of guards.
import 'reflect-metadata';
import { createServer } from 'node:http';
import { createVerifier, definePolicy } from '@org/jwt-core';
import { createExpressAccess } from '@org/jwt-express';
import { createKoaAccess } from '@org/jwt-koa';
import { JwtPolicyModule, Operation } from '@org/jwt-nestjs';
import { leastGuard } from './least.mjs';
import { fromPeers } from './peers.mjs';
import { AUDIENCE, checkByHand, ISS, policyDocument } from './world.mjs';

const [framework, kind, settings] = process.argv.slice(2);
const { jwksUri, alg } = JSON.parse(settings);
const PATH = '/t/:tenant/orders';
const ANSWER = { orders: [] };

const verifier =
  kind === 'guarded' &&
  (await createVerifier({
    policy: definePolicy(policyDocument({ algs: [alg], keys: { jwksUri } })),
    service: 'orders',
    insecure: { allowHttpLoopback: true },
  }));
if (verifier) await verifier.warmUp();

const STARTS = {
  express: startExpress,
  koa: startKoa,
  'nest on express': startNest,
  'nest on fastify': startNest,
};
const server = await STARTS[framework]();
process.send({ port: server.address().port });
process.on('message', () => process.send({ cpu: process.cpuUsage() }));
process.on('disconnect', () => process.exit());

async function startExpress() {
  const { default: express } = await import('express');
  const app = express();
  if (verifier) app.use(createExpressAccess(verifier).guard());
  if (kind === 'least') {
    app.use((request, _response, next) => {
      request.auth = leastGuard(request.rawHeaders);
      next();
    });
  }
  if (kind === 'peer') {
    const { auth } = fromPeers('express-oauth2-jwt-bearer');
    app.use(auth({ issuer: ISS, audience: AUDIENCE, jwksUri, tokenSigningAlg: alg }));
    app.use((request, _response, next) => {
      checkByHand(request.auth.payload);
      next();
    });
  }
  app.get(PATH, (_request, response) => response.json(ANSWER));
  return listening(createServer(app));
}

async function startKoa() {
  const { default: Koa } = await import('koa');
  const app = new Koa();
  app.silent = true;
  if (verifier) app.use(createKoaAccess(verifier).guard());
  if (kind === 'least') {
    app.use((context, next) => {
      context.state.auth = leastGuard(context.req.rawHeaders);
      return next();
    });
  }
  if (kind === 'peer') {
    const { koaJwtSecret } = fromPeers('jwks-rsa');
    const secret = koaJwtSecret({ jwksUri, cache: true, rateLimit: false });
    app.use(fromPeers('koa-jwt')({ secret, audience: AUDIENCE, issuer: ISS, algorithms: [alg] }));
    app.use((context, next) => {
      checkByHand(context.state.user);
      return next();
    });
  }
  app.use((context) => {
    context.body = ANSWER;
  });
  return listening(createServer(app.callback()));
}

/** Decorators are called, not written: this file is not compiled. */
async function startNest() {
  // The usual guard brings its own Nest along, of the same version.
  const load = kind === 'peer' ? (name) => fromPeers(name) : (name) => import(name);
  const { Controller, Get, Module, UseGuards } = await load('@nestjs/common');
  const { NestFactory } = await load('@nestjs/core');
  const platform = framework.endsWith('fastify') ? 'fastify' : 'express';
  const adapters = await load(`@nestjs/platform-${platform}`);
  const Adapter = adapters[platform === 'fastify' ? 'FastifyAdapter' : 'ExpressAdapter'];

  const marks = [Get(PATH)];
  const imports = [];
  const providers = [];
  if (verifier) {
    marks.push(Operation('listOrders'));
    imports.push(JwtPolicyModule.forRoot({ verifier }));
  }
  if (kind === 'least') marks.push(UseGuards({ canActivate }));
  if (kind === 'peer') {
    const { AuthGuard, PassportStrategy } = fromPeers('@nestjs/passport');
    providers.push(createStrategy(PassportStrategy));
    marks.push(UseGuards(AuthGuard('jwt')));
  }
  class OrdersController {
    listOrders() {
      return ANSWER;
    }
  }
  const method = Object.getOwnPropertyDescriptor(OrdersController.prototype, 'listOrders');
  for (const mark of marks) mark(OrdersController.prototype, 'listOrders', method);
  Controller()(OrdersController);
  class AppModule {}
  Module({ imports, providers, controllers: [OrdersController] })(AppModule);
  const app = await NestFactory.create(AppModule, new Adapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  return app.getHttpServer();
}

function canActivate(context) {
  const request = context.switchToHttp().getRequest();
  const node = request.raw ?? request;
  node.auth = leastGuard(node.rawHeaders);
  return true;
}

function createStrategy(PassportStrategy) {
  const { ExtractJwt, Strategy } = fromPeers('passport-jwt');
  const { passportJwtSecret } = fromPeers('jwks-rsa');
  return class JwtStrategy extends PassportStrategy(Strategy) {
    constructor() {
      super({
        jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
        secretOrKeyProvider: passportJwtSecret({ jwksUri, cache: true, rateLimit: false }),
        audience: AUDIENCE,
        issuer: ISS,
        algorithms: [alg],
      });
    }

    validate(claims) {
      checkByHand(claims);
      return claims;
    }
  };
}

async function listening(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
