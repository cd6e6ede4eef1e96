// The conformance routes of each adapter. A handler says in a header which operation it is.
import 'reflect-metadata';
import { createServer } from 'node:http';
import { Controller, Get, HttpCode, Module, Post, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { createExpressAccess, getAuth as expressAuth } from '@org/jwt-express';
import { getAuth as koaAuth, createKoaAccess } from '@org/jwt-koa';
import { getAuth as nestAuth, JwtPolicyModule, Operation } from '@org/jwt-nestjs';
import { answerOf, CONFORMANCE_ROUTES } from '@org/jwt-testing';
import express from 'express';
import Koa from 'koa';

/** The header in which a handler says that it ran. */
export const RAN = 'X-Ran';

/** For each adapter: how it finds operations, and how to start it. Each answers its server and its end. */
export const apps = {
  express: { binding: 'guard', start: startExpress },
  koa: { binding: 'guard', start: startKoa },
  'nest-express': { binding: 'named', start: (verifier) => startNest(verifier, new ExpressAdapter()) },
  'nest-fastify': { binding: 'named', start: (verifier) => startNest(verifier, new FastifyAdapter()) },
};

async function startExpress(verifier) {
  const app = express();
  app.set('env', 'production');
  app.use(createExpressAccess(verifier).guard());
  for (const { method, path, operation } of CONFORMANCE_ROUTES) {
    app[method.toLowerCase()](withColons(path), (req, res) => {
      res.set(RAN, operation).json(answerOf(expressAuth(req)));
    });
  }
  return listen(app);
}

async function startKoa(verifier) {
  const app = new Koa();
  app.silent = true;
  app.use(createKoaAccess(verifier).guard());
  const routes = CONFORMANCE_ROUTES.map(({ method, path, operation }) => ({
    method,
    operation,
    pattern: new RegExp(`^${path.replace(/\{\w+\}/gu, '[^/]+')}$`, 'u'),
  }));
  app.use((ctx) => {
    const method = ctx.method === 'HEAD' ? 'GET' : ctx.method;
    const route = routes.find((each) => each.method === method && each.pattern.test(ctx.path));
    if (route === undefined) return;
    ctx.set(RAN, route.operation);
    ctx.body = answerOf(koaAuth(ctx));
  });
  return listen(app.callback());
}

async function startNest(verifier, adapter) {
  // Decorators are called, not written: this file is not compiled.
  class OrdersController {}
  for (const { method, path, operation } of CONFORMANCE_ROUTES) {
    const value = (req, res) => {
      res.header(RAN, operation);
      return answerOf(nestAuth(req));
    };
    Object.defineProperty(OrdersController.prototype, operation, { value, configurable: true });
    const route = { GET: Get, POST: Post }[method](withColons(path));
    Reflect.decorate(
      [route, HttpCode(200), Operation(operation)],
      OrdersController.prototype,
      operation,
      Object.getOwnPropertyDescriptor(OrdersController.prototype, operation),
    );
    Req()(OrdersController.prototype, operation, 0);
    Res({ passthrough: true })(OrdersController.prototype, operation, 1);
  }
  Controller()(OrdersController);
  class AppModule {}
  Module({ imports: [JwtPolicyModule.forRoot({ verifier })], controllers: [OrdersController] })(AppModule);
  const app = await NestFactory.create(AppModule, adapter, { logger: false, abortOnError: false });
  await app.listen(0, '127.0.0.1');
  return { server: app.getHttpServer(), close: () => app.close() };
}

function withColons(path) {
  return path.replace(/\{(\w+)\}/gu, ':$1');
}

async function listen(listener) {
  const server = createServer(listener);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, close: () => new Promise((resolve) => server.close(resolve)) };
}
