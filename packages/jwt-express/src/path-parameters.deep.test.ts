import { describePathParameters } from '@org/adapter-contract';
import { RAN_HEADER } from '@org/jwt-testing/wire';
import type { Express, RequestHandler } from 'express';
import { EXPRESS_VERSIONS } from '../test/express-versions.js';
import { createExpressAccess, type ExpressAccess } from './index.js';

type Module = (typeof EXPRESS_VERSIONS)[number][1];

const WIRINGS: Readonly<
  Record<string, (app: Express, jwt: ExpressAccess, handler: RequestHandler, module: Module) => void>
> = {
  'a guard of the application': (app, jwt, handler) => {
    app.use(jwt.guard()).get('/t/:tenant/x', handler);
  },
  'a guard of the route': (app, jwt, handler) => {
    app.get('/t/:tenant/x', jwt.guard(), handler);
  },
  'a guard of a mounted router': (app, jwt, handler, { Router }) => {
    const guard = jwt.guard({ mountPath: '/t/:tenant' });
    app.use('/t/:tenant', Router({ mergeParams: true }).use(guard).get('/x', handler));
  },
  'a named operation': (app, jwt, handler) => {
    app.get('/t/:tenant/x', jwt.operation('show'), handler);
  },
};

describePathParameters(
  EXPRESS_VERSIONS.flatMap(([version, module]) =>
    Object.entries(WIRINGS).map(([way, wire]) => [
      version,
      way,
      (verifier, ran) => {
        const app = module().set('env', 'test');
        const handler: RequestHandler = (req, res) => {
          res.setHeader(RAN_HEADER, ran(String(req.params['tenant']))).end();
        };
        wire(app, createExpressAccess(verifier), handler, module);
        return app;
      },
    ]),
  ),
);
