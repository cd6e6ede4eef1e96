/**
 * Everything that an application may do to a request before the guard, for each place of the guard: the handler that
 * runs is the one of the operation that was judged, or none runs.
 */

import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { createDispatchVerifier, type DispatchVerifier } from '@org/adapter-contract';
import type { Express, RequestHandler, Router } from 'express';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { EXPRESS_VERSIONS } from '../test/express-versions.js';
import { createExpressAccess, type ExpressAccess } from './index.js';

type Module = (typeof EXPRESS_VERSIONS)[number][1];

const ROUTES = {
  root: '/',
  admin: '/admin',
  api: '/api',
  apiAdmin: '/api/admin',
  glued: '/apiadmin',
  deep: '/api/v1/admin',
  twice: '/api/api/admin',
} as const;
type Operation = keyof typeof ROUTES;
const OPERATIONS = Object.entries(ROUTES) as readonly (readonly [Operation, string])[];

const TARGETS = [
  ...Object.values(ROUTES),
  ...[
    '/api/',
    '/api/admin/',
    '/api//admin',
    '//admin',
    '/API/admin',
    '/api?x',
    '/api/admin?x=/admin',
    '/v1/api/admin',
  ],
];

let jwt: ExpressAccess;
let dispatch: DispatchVerifier;

beforeAll(async () => {
  dispatch = await createDispatchVerifier(ROUTES);
  jwt = createExpressAccess(dispatch.verifier);
});

/** What is put before the guard. It is given the application, and a router of it. */
type Before = (app: Express) => RequestHandler;

const dispatched = new WeakSet<object>();

/** A handler that dispatches each request again, but only once. */
const again =
  (send: (app: Express, req: IncomingMessage, res: ServerResponse, next: () => void) => void): Before =>
  (app) =>
  (req, res, next) => {
    if (dispatched.has(req)) {
      next();
      return;
    }
    dispatched.add(req);
    send(app, req, res, next);
  };

interface Handling {
  handle(req: IncomingMessage, res: ServerResponse, next: () => void): void;
}
const handling = (value: unknown): Handling => value as Handling;
const routerOf = (app: Express): Handling =>
  handling((app as unknown as { _router?: unknown })._router ?? app.router);

const DISPATCHERS: Readonly<Record<string, Before>> = {
  'app.handle': again((app, req, res, next) => {
    handling(app).handle(req, res, next);
  }),
  'app()': again((app, req, res, next) => {
    (app as unknown as Listener)(req, res, next);
  }),
  'router.handle': again((app, req, res, next) => {
    routerOf(app).handle(req, res, next);
  }),
};

const changing =
  (change: (req: Parameters<RequestHandler>[0]) => void): Before =>
  () =>
  (req, _res, next) => {
    change(req);
    next();
  };
const url = (change: (url: string) => string): Before =>
  changing((req) => {
    req.url = change(req.url);
  });

const CHANGES: Readonly<Record<string, Before>> = {
  nothing: changing(() => undefined),
  'inserts a slash': url((each) => each.replace(/^\/api(?=.)/u, '/api/')),
  'removes a slash': url((each) => each.replace('/api/', '/api')),
  'merges slashes': url((each) => each.replaceAll(/\/+/gu, '/')),
  'adds /api': url((each) => `/api${each}`),
  'removes /api': url((each) => each.replace(/^\/api(?=\/)/u, '')),
  'adds a slash': url((each) => `/${each}`),
  'adds a final slash': url((each) => `${each}/`),
  'removes a final slash': url((each) => each.replace(/(?<=.)\/$/u, '')),
  'goes to /admin': url(() => '/admin'),
  'goes to /api/admin': url(() => '/api/admin'),
  'goes back to originalUrl': changing((req) => {
    req.url = req.originalUrl;
  }),
  'writes baseUrl': changing((req) => {
    req.baseUrl = '/api';
  }),
  'writes originalUrl': changing((req) => {
    req.originalUrl = '/api/admin';
  }),
  'forgets originalUrl': changing((req) => {
    req.originalUrl = req.url;
  }),
};

const handler =
  (operation: Operation): RequestHandler =>
  (_req, res) => {
    res.setHeader('X-Ran', operation).end();
  };

/** All routes at one level, or those below `/api` in a router or an application of its own. */
function routes(to: Pick<Router, 'get'>, prefix: string, first?: RequestHandler): void {
  for (const [name, path] of OPERATIONS) {
    if (prefix !== '' && path !== prefix && !path.startsWith(`${prefix}/`)) continue;
    to.get(path.slice(prefix.length) || '/', ...(first === undefined ? [] : [first]), handler(name));
  }
}

/** Where the guard is, and where the handlers are after it. Each route is after a guard. */
const LAYOUTS: Readonly<Record<string, (app: Express, express: Module, inside: RequestHandler) => void>> = {
  'at the root': (app, _express, inside) => {
    app.use('/api', inside);
    app.use(jwt.guard());
    routes(app, '');
  },
  'at the root, before a router': (app, { Router }, inside) => {
    const api = Router();
    app.use('/api', inside).use(jwt.guard()).use('/api', api);
    routes(api, '/api');
    routes(app, '');
  },
  'at the root, before an application': (app, express, inside) => {
    const api = express();
    app.use('/api', inside).use(jwt.guard()).use('/api', api);
    routes(api, '/api');
    routes(app, '');
  },
  'in a router at the root': (app, { Router }, inside) => {
    const all = Router();
    app.use('/api', inside);
    app.use(all.use(jwt.guard()));
    routes(all, '');
  },
  'on every route': (app, _express, inside) => {
    app.use('/api', inside);
    routes(app, '', jwt.guard());
  },
  'below a mount path': (app, _express, inside) => {
    app.use('/api', inside, jwt.guard({ mountPath: '/api' }));
    app.use((req, res, next) => {
      if (/^\/api(?:\/|\?|$)/iu.test(req.url)) next();
      else jwt.guard()(req, res, next);
    });
    routes(app, '');
  },
  'in a router': (app, { Router }, inside) => {
    const api = Router();
    app.use('/api', inside, api.use(jwt.guard({ mountPath: '/api' })));
    routes(api, '/api');
    app.use(jwt.guard());
    routes(app, '');
  },
  'in an application': (app, express, inside) => {
    const api = express();
    app.use('/api', inside, api.use(jwt.guard({ mountPath: '/api' })));
    routes(api, '/api');
    app.use(jwt.guard());
    routes(app, '');
  },
  'in an application that is called': (app, express, inside) => {
    const api = express().use(jwt.guard({ mountPath: '/api' }));
    app.use('/api', inside, (req, res, next) => {
      api(req, res, next);
    });
    routes(api, '/api');
    app.use(jwt.guard());
    routes(app, '');
  },
  'on the routes of a router': (app, { Router }, inside) => {
    const api = Router();
    app.use('/api', inside, api);
    routes(api, '/api', jwt.guard({ mountPath: '/api' }));
    app.use(jwt.guard());
    routes(app, '');
  },
};

const passOn: Before = () => (_req, _res, next) => {
  next();
};
const appHandle: Before = DISPATCHERS['app.handle'] ?? passOn;

/** A change or a dispatcher, at the root or below `/api`, and one after the other. */
const BEFORE: readonly (readonly [name: string, outside: Before, inside: Before])[] = [
  ...Object.entries({ ...CHANGES, ...DISPATCHERS }).flatMap(([name, each]) => [
    [name, each, passOn] as const,
    [`${name}, below /api`, passOn, each] as const,
  ]),
  ...Object.entries(CHANGES).flatMap(([name, change]) => [
    [`${name}, then dispatches below /api`, change, appHandle] as const,
    [`dispatches, then below /api ${name}`, appHandle, change] as const,
  ]),
];

type Listener = (req: IncomingMessage, res: ServerResponse, next: () => void) => void;

/** What ran, after which decisions. Without a socket: there are tens of thousands of requests. */
async function run(
  app: Express,
  target: string,
): Promise<{ readonly ran: string | undefined; readonly said: string }> {
  dispatch.taken();
  const req = Object.assign(new IncomingMessage(new Socket()), { method: 'GET', url: target });
  const res = new ServerResponse(req);
  await new Promise<void>((resolve) => {
    vi.spyOn(res, 'end').mockImplementation(() => {
      resolve();
      return res;
    });
    (app as unknown as Listener)(req, res, resolve);
  });
  const ran = res.getHeader('X-Ran');
  return {
    ran: typeof ran === 'string' ? ran : undefined,
    said: dispatch
      .taken()
      .map(({ outcome, operation }) => `${outcome} ${operation ?? '-'}`)
      .join(', '),
  };
}

/** Every handler that ran without an allow for exactly that. */
async function faultsOf(app: Express): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const target of TARGETS) {
    const { ran, said } = await run(app, target);
    const isJudged = said !== '' && said.split(', ').every((each) => each === `allow ${ran ?? ''}`);
    if (ran !== undefined && !isJudged) faults.push(`${target}: ${ran} ran after [${said}]`);
  }
  return faults;
}

describe.each(EXPRESS_VERSIONS)('%s: what runs is what was judged', (_version, express) => {
  describe.each(Object.entries(LAYOUTS))('with a guard %s', (_name, layout) => {
    it.each(BEFORE)('after what %s', async (_what, outside, inside) => {
      const app = express();
      app.use(outside(app));
      layout(app, express, inside(app));
      expect(await faultsOf(app)).toEqual([]);
    });

    it('and nothing before it, where each handler is reached', async () => {
      const app = express();
      layout(app, express, passOn(app));
      for (const [name, target] of OPERATIONS) {
        expect([target, (await run(app, target)).ran]).toEqual([target, name]);
      }
    });
  });

  it.each(BEFORE)(
    'with a guard that does not say where it is, after what %s',
    async (_what, outside, inside) => {
      const app = express();
      const api = express.Router().use(jwt.guard());
      app.use(outside(app));
      app.use('/api', inside(app), api);
      routes(api, '/api');
      app.use(jwt.guard());
      routes(app, '');
      expect(await faultsOf(app)).toEqual([]);
    },
  );

  it.each(Object.entries(DISPATCHERS))('with a guard at the root, before %s', async (_what, dispatcher) => {
    for (const change of Object.values(CHANGES)) {
      const app = express();
      app.use(change(app), jwt.guard()).use('/api', dispatcher(app));
      routes(app, '');
      expect(await faultsOf(app)).toEqual([]);
    }
  });

  /** Between the choice of the router and the guard. */
  const IN_A_ROUTE: Readonly<Record<string, (app: Express, change: RequestHandler) => void>> = {
    'on the route': (app, change) => {
      for (const [name, path] of OPERATIONS) app.get(path, change, jwt.guard(), handler(name));
    },
    'on the route, in one function with the guard': (app, change) => {
      const guard = jwt.guard();
      for (const [name, path] of OPERATIONS) {
        const both: RequestHandler = (req, res, next) =>
          void change(req, res, () => {
            guard(req, res, next);
          });
        app.get(path, both, handler(name));
      }
    },
    'on the route, in a router with the guard': (app, change) => {
      for (const [name, path] of OPERATIONS) {
        app.get(path, express.Router().use(change).use(jwt.guard()), handler(name));
      }
    },
    'on a route of a router': (app, change) => {
      const router = express.Router();
      app.use(router);
      for (const [name, path] of OPERATIONS) router.get(path, change, jwt.guard(), handler(name));
    },
    'on a route below a mount path': (app, change) => {
      const api = express.Router();
      app.use('/api', api);
      api.get('/', change, jwt.guard({ mountPath: '/api' }), handler('api'));
      api.get('/admin', change, jwt.guard({ mountPath: '/api' }), handler('apiAdmin'));
    },
    'on all routes that pass on': (app, change) => {
      for (const [name, path] of OPERATIONS) {
        app.all(path, change);
        app.get(path, jwt.guard(), handler(name));
      }
    },
    'of app.param()': (app, change) => {
      app.param('page', (req, res, next) => void change(req, res, next));
      app.get('/:page', jwt.guard(), (req, res, next) => {
        const found = OPERATIONS.find(([, path]) => path === `/${req.params.page}`);
        if (found === undefined) next();
        else handler(found[0])(req, res, next);
      });
    },
  };

  describe.each(Object.entries(IN_A_ROUTE))('with a guard after a rewriting %s', (_place, wire) => {
    it.each(Object.entries(CHANGES))('that %s', async (_what, change) => {
      const app = express();
      wire(app, change(app));
      expect(await faultsOf(app)).toEqual([]);
    });
  });

  it('and a guard on a route allows another query', async () => {
    const guarded = express();
    for (const [name, path] of OPERATIONS) {
      guarded.get(path, url((each) => `${each}?page=2`)(guarded), jwt.guard(), handler(name));
    }
    expect(await run(guarded, '/admin')).toEqual({ ran: 'admin', said: 'allow admin' });
  });
});
