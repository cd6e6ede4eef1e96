import {
  Controller,
  Get,
  Inject,
  Req,
  Scope,
  Version,
  VersioningType,
  type CanActivate,
  type INestApplication,
} from '@nestjs/common';
import { ExternalContextCreator, REQUEST } from '@nestjs/core';
import { Auth, getAuth, JwtPolicyModule, Operation, Public, type Identity } from '../src/index.js';
import { describe, expect, it, vi } from 'vitest';
import { PLATFORMS, startApp, useKit, valuesOf } from './running-app.js';
import { allowed, denied, stubVerifier } from './stub-verifier.js';

const { kit, bearer } = useKit();

const subjectOf = (identity: Identity | undefined): string => identity?.subject ?? 'anonymous';

@Controller()
class OrdersController {
  @Get('tenants/:tenant/orders')
  @Operation('listOrders')
  list(@Auth() identity: Identity): string {
    return identity.subject ?? '';
  }

  @Get('notices')
  @Operation('notices')
  notices(@Auth() identity: Identity | undefined): string {
    return subjectOf(identity);
  }

  @Get('health')
  @Operation('health')
  health(@Auth() identity: Identity | undefined): string {
    return subjectOf(identity);
  }

  @Get('about')
  @Public()
  about(@Auth() identity: Identity | undefined): string {
    return subjectOf(identity);
  }

  @Get('get-auth/:tenant')
  @Operation('listOrders')
  getAuth(@Req() request: { readonly raw?: object }): string[] {
    return [request, request.raw ?? request].map((each) => subjectOf(getAuth(each)));
  }
}

describe.each(PLATFORMS)('a guarded application on %s', (platform) => {
  const start = async (controller = OrdersController): ReturnType<typeof startApp> =>
    startApp(platform, {
      imports: [JwtPolicyModule.forRoot({ verifier: kit().createVerifier() })],
      controllers: [controller],
    });

  it('allows a good token and gives the handler its identity', async () => {
    const app = await start();
    expect(await app.get('/tenants/t-eu/orders', await bearer())).toMatchObject({
      status: 200,
      body: 'user-1',
    });
  });

  it("denies without a credential, with core's type, challenge and body", async () => {
    const app = await start();
    const answer = await app.get('/tenants/t-eu/orders');
    expect(answer.status).toBe(401);
    expect(valuesOf(answer, 'content-type')).toEqual(['application/problem+json']);
    expect(valuesOf(answer, 'cache-control')).toEqual(['no-store']);
    expect(valuesOf(answer, 'www-authenticate')).toHaveLength(1);
    expect(valuesOf(answer, 'content-length')).toEqual([String(Buffer.byteLength(answer.body))]);
    expect(JSON.parse(answer.body)).toMatchObject({ status: 401 });
  });

  it("takes the tenant from the router's parameters", async () => {
    const app = await start();
    expect(await app.get('/tenants/t-us/orders', await bearer())).toMatchObject({ status: 403 });
    expect(await app.get('/get-auth/t-eu', await bearer())).toMatchObject({ status: 200 });
  });

  it('knows anonymous, identified and denied callers of an optional operation', async () => {
    const app = await start();
    expect(await app.get('/notices')).toMatchObject({ status: 200, body: 'anonymous' });
    expect(await app.get('/notices', await bearer())).toMatchObject({ status: 200, body: 'user-1' });
    expect(await app.get('/notices', { authorization: 'Bearer no.good.token' })).toMatchObject({
      status: 401,
    });
  });

  it.each(['/health', '/about'])('reads no credential of the public handler %s', async (path) => {
    const app = await start();
    expect(await app.get(path, await bearer())).toMatchObject({ status: 200, body: 'anonymous' });
    expect(await app.get(path, { authorization: 'nonsense' })).toMatchObject({
      status: 200,
      body: 'anonymous',
    });
  });

  it('asks core of a public operation, and not of a handler that has none', async () => {
    const verifier = stubVerifier(() => allowed());
    const app = await startApp(platform, {
      imports: [
        JwtPolicyModule.forRoot({
          verifier: { ...verifier, requireOperation: (name) => ({ name, auth: 'public', route: undefined }) },
        }),
      ],
      controllers: [OrdersController],
    });
    await app.get('/about');
    expect(verifier.decide).not.toHaveBeenCalled();
    await app.get('/health');
    expect(verifier.decide).toHaveBeenCalledExactlyOnceWith(expect.anything(), { operation: 'health' });
  });

  it("finds the identity by the framework's request and by Node's", async () => {
    const app = await start();
    const { body } = await app.get('/get-auth/t-eu', await bearer());
    expect(JSON.parse(body)).toEqual(['user-1', 'user-1']);
  });

  it('finds no identity before the guard, nor in a property that a middleware writes', async () => {
    const seen: unknown[] = [];
    const app = await startApp(platform, {
      imports: [JwtPolicyModule.forRoot({ verifier: kit().createVerifier() })],
      controllers: [OrdersController],
      configure: (nest) =>
        nest.use((request: Record<string, unknown>, _response: unknown, next: () => void) => {
          request['auth'] = request['user'] = request['identity'] = { subject: 'mallory' };
          seen.push(getAuth(request));
          next();
        }),
    });
    expect(await app.get('/notices')).toMatchObject({ body: 'anonymous' });
    expect(await app.get('/about', await bearer())).toMatchObject({ body: 'anonymous' });
    expect(seen).toEqual([undefined, undefined]);
  });

  it('shows core the request as it was received', async () => {
    const verifier = stubVerifier(() => allowed());
    const app = await startApp(platform, {
      imports: [JwtPolicyModule.forRoot({ verifier })],
      controllers: [OrdersController],
      configure: (nest) => nest.setGlobalPrefix('api'),
    });
    await app.get('/api/get-auth/t%20eu?a=%2F', { 'X-Twice': 'One' });
    const [request, options] = verifier.decide.mock.calls[0] ?? [];
    expect(options).toEqual({ operation: 'listOrders' });
    expect(request).toMatchObject({
      method: 'GET',
      target: '/api/get-auth/t%20eu?a=%2F',
      params: { tenant: 't eu' },
    });
    expect(request?.rawHeaders).toEqual(expect.arrayContaining(['X-Twice', 'One']));
  });

  it('sends several values of one header, and a body beyond ASCII, as they are', async () => {
    const verdict = denied(
      ['Content-Type', 'application/problem+json'],
      ['WWW-Authenticate', 'Bearer realm="a"'],
      ['WWW-Authenticate', 'DPoP algs="ES256"'],
    );
    const app = await startApp(platform, {
      imports: [JwtPolicyModule.forRoot({ verifier: stubVerifier(() => verdict) })],
      controllers: [OrdersController],
    });
    const answer = await app.get('/notices');
    expect(valuesOf(answer, 'www-authenticate')).toEqual(['Bearer realm="a"', 'DPoP algs="ES256"']);
    expect(valuesOf(answer, 'content-type')).toEqual(['application/problem+json']);
    expect(answer.body).toBe(verdict.response.body);
  });

  it('puts the headers of a permission on the response of the handler', async () => {
    const verifier = stubVerifier(() => allowed(['DPoP-Nonce', 'n-1']));
    const app = await startApp(platform, {
      imports: [JwtPolicyModule.forRoot({ verifier })],
      controllers: [OrdersController],
    });
    const answer = await app.get('/notices');
    expect(answer.status).toBe(200);
    expect(valuesOf(answer, 'dpop-nonce')).toEqual(['n-1']);
  });

  it('guards versioned and prefixed routes', async () => {
    @Controller({ path: 'things', version: '1' })
    class ThingsController {
      @Get(':tenant')
      @Operation('listOrders')
      first(): string {
        return 'v1';
      }

      @Get(':tenant')
      @Version(['2', '3'])
      @Public()
      second(): string {
        return 'v2';
      }
    }
    const versioned = (type: VersioningType.URI | VersioningType.HEADER): ReturnType<typeof startApp> =>
      startApp(platform, {
        imports: [JwtPolicyModule.forRoot({ verifier: kit().createVerifier() })],
        controllers: [ThingsController],
        configure: (nest) => {
          nest.setGlobalPrefix('api');
          nest.enableVersioning(type === VersioningType.URI ? { type } : { type, header: 'X-Version' });
        },
      });

    const byPath = await versioned(VersioningType.URI);
    expect(await byPath.get('/api/v1/things/t-eu')).toMatchObject({ status: 401 });
    expect(await byPath.get('/api/v1/things/t-eu', await bearer())).toMatchObject({
      status: 200,
      body: 'v1',
    });
    expect(await byPath.get('/api/v3/things/t-eu')).toMatchObject({ status: 200, body: 'v2' });

    const byHeader = await versioned(VersioningType.HEADER);
    expect(await byHeader.get('/api/things/t-eu', { 'x-version': '1' })).toMatchObject({ status: 401 });
    expect(await byHeader.get('/api/things/t-eu', { 'x-version': '2' })).toMatchObject({
      status: 200,
      body: 'v2',
    });
  });

  it('guards a request-scoped controller, which may ask whose request it serves', async () => {
    @Controller({ scope: Scope.REQUEST })
    class ScopedController {
      readonly #request: object;

      constructor(@Inject(REQUEST) request: object) {
        this.#request = request;
      }

      @Get(':tenant')
      @Operation('listOrders')
      whose(): string {
        return subjectOf(getAuth(this.#request));
      }
    }
    const app = await startApp(platform, {
      imports: [JwtPolicyModule.forRoot({ verifier: kit().createVerifier() })],
      controllers: [ScopedController],
    });
    expect(await app.get('/t-eu')).toMatchObject({ status: 401 });
    expect(await app.get('/t-eu', await bearer())).toMatchObject({ status: 200, body: 'user-1' });
  });

  it('lets a mark on the method win over one on the class', async () => {
    @Controller('a')
    @Public()
    class OpenController {
      @Get('open')
      open(): string {
        return 'open';
      }

      @Get('closed')
      @Operation('listOrders')
      closed(): string {
        return 'closed';
      }
    }
    @Controller('b')
    @Operation('listOrders')
    class ClosedController {
      @Get('open')
      @Public()
      open(): string {
        return 'open';
      }

      @Get('closed')
      closed(): string {
        return 'closed';
      }
    }
    const app = await startApp(platform, {
      imports: [JwtPolicyModule.forRoot({ verifier: kit().createVerifier() })],
      controllers: [OpenController, ClosedController],
    });
    const statuses = ['/a/open', '/a/closed', '/b/open', '/b/closed'].map(
      async (path) => (await app.get(path)).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 401, 200, 401]);
  });

  it('opens the listed controllers of other packages', async () => {
    @Controller('health')
    class HealthController {
      @Get()
      check(): string {
        return 'up';
      }
    }
    @Controller('metrics')
    class MetricsController {
      @Get()
      scrape(): string {
        return '42';
      }
    }
    const app = await startApp(platform, {
      imports: [
        JwtPolicyModule.forRoot({
          verifier: kit().createVerifier(),
          public: [HealthController, 'MetricsController'],
        }),
      ],
      controllers: [HealthController, MetricsController],
    });
    expect(await app.get('/health')).toMatchObject({ status: 200, body: 'up' });
    expect(await app.get('/metrics')).toMatchObject({ status: 200, body: '42' });
  });

  it.each<[what: string, hidden: readonly string[], status: number]>([
    ['judges a request that shows a map of its headers alone', ['rawHeaders'], 200],
    ['denies a request whose headers cannot be seen', ['rawHeaders', 'headers'], 403],
  ])('%s', async (_what, hidden, status) => {
    const app = await startApp(platform, {
      imports: [JwtPolicyModule.forRoot({ verifier: stubVerifier(() => allowed()) })],
      controllers: [OrdersController],
      configure: (nest) =>
        nest.use((request: object, _response: unknown, next: () => void) => {
          for (const name of hidden) Object.defineProperty(request, name, { value: '' });
          next();
        }),
    });
    expect(await app.get('/notices')).toMatchObject({ status });
    expect(await app.get('/about')).toMatchObject({ status: 200 });
  });

  it.each(['rpc', 'ws', 'graphql', 'anything'])(
    'denies the execution context "%s", public or not',
    async (type) => {
      const verifier = stubVerifier(() => allowed());
      const { app } = await startApp(platform, {
        imports: [JwtPolicyModule.forRoot({ verifier })],
        controllers: [OrdersController],
      });
      const call = callAs(app, type);
      await expect(call('health')).rejects.toMatchObject({ status: 403 });
      await expect(call('about')).rejects.toMatchObject({ status: 403 });
      expect(verifier.decide).not.toHaveBeenCalled();
    },
  );

  it('lets the guards of the application decide as well', async () => {
    const canActivate = vi.fn<CanActivate['canActivate']>(() => false);
    const app = await startApp(platform, {
      imports: [JwtPolicyModule.forRoot({ verifier: stubVerifier(() => allowed()) })],
      controllers: [OrdersController],
      configure: (nest) => nest.useGlobalGuards({ canActivate }),
    });
    expect(await app.get('/about')).toMatchObject({ status: 403 });
    expect(canActivate).toHaveBeenCalledOnce();
  });
});

describe('Express', () => {
  it('adds the path of the mount to the target', async () => {
    const verifier = stubVerifier(() => allowed());
    const inner = await startApp('express', {
      imports: [JwtPolicyModule.forRoot({ verifier })],
      controllers: [OrdersController],
    });
    const handler: unknown = inner.app.getHttpAdapter().getInstance();
    const outer = await startApp('express', { configure: (nest) => nest.use('/outer', handler) });
    await outer.get('/outer/notices?x=1');
    expect(verifier.decide).toHaveBeenCalledWith(expect.objectContaining({ target: '/outer/notices?x=1' }), {
      operation: 'notices',
    });
  });
});

describe('Fastify', () => {
  it('guards injected requests too', async () => {
    const { app } = await startApp('fastify', {
      imports: [JwtPolicyModule.forRoot({ verifier: kit().createVerifier() })],
      controllers: [OrdersController],
    });
    const fastify = app as INestApplication & {
      inject(options: object): Promise<{ readonly statusCode: number; readonly body: string }>;
    };
    const url = '/tenants/t-eu/orders';
    expect(await fastify.inject({ url })).toMatchObject({ statusCode: 401 });
    expect(await fastify.inject({ url, headers: await bearer() })).toMatchObject({
      statusCode: 200,
      body: 'user-1',
    });
  });
});

/** Calls a handler the way that a transport which Nest does not know of would. */
function callAs(app: INestApplication, type: string): (method: 'about' | 'health') => Promise<unknown> {
  const controller = app.get(OrdersController);
  const creator = app.get(ExternalContextCreator);
  return async (method) => {
    const handler = creator.create(
      controller,
      Reflect.get(controller, method) as (...args: unknown[]) => unknown,
      method,
      undefined,
      undefined,
      undefined,
      undefined,
      { guards: true, interceptors: true, filters: false },
      type,
    );
    const result: unknown = await handler({});
    return result;
  };
}
