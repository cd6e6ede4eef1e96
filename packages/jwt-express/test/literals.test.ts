import { describeLiterals } from '@org/adapter-contract';
import { RAN_HEADER } from '@org/jwt-testing/wire';
import { createExpressAccess } from '../src/index.js';
import { EXPRESS_VERSIONS } from './express-versions.js';

describeLiterals(
  EXPRESS_VERSIONS.map(([name, express]) => ({
    name,
    serve(verifier, journal, routes) {
      const app = express().set('env', 'production').use(createExpressAccess(verifier).guard());
      for (const { path, operation } of routes) {
        app.get(path, (_req, res) => {
          res.setHeader(RAN_HEADER, journal.ran(operation)).json({});
        });
      }
      return { listener: app };
    },
  })),
);
