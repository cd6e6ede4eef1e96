import { describeLiterals } from '@org/adapter-contract';
import { RAN_HEADER } from '@org/jwt-testing/wire';
import Koa from 'koa';
import { createKoaAccess } from '../src/index.js';
import { ROUTER_VERSIONS } from './router-versions.js';

describeLiterals(
  ROUTER_VERSIONS.map(([name, Router]) => ({
    name,
    serve(verifier, journal, routes) {
      const router = new Router();
      for (const { path, operation } of routes) {
        router.get(path, (ctx) => {
          ctx.set(RAN_HEADER, journal.ran(operation));
          ctx.body = {};
        });
      }
      const app = new Koa();
      app.silent = true;
      const handle = app.use(createKoaAccess(verifier).guard()).use(router.routes()).callback();
      return { listener: (req, res) => void handle(req, res) };
    },
  })),
);
