/** A denial is answered once, as core says, with any filters, interceptors and hooks of the application. */

import type { ServerResponse } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  Catch,
  Controller,
  Get,
  Header,
  Sse,
  UseFilters,
  UseInterceptors,
  type ArgumentsHost,
  type ExceptionFilter,
  type INestApplication,
  type NestInterceptor,
} from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import { AccessDeniedException, JwtPolicyModule, Operation, type Verifier } from '../src/index.js';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { PLATFORMS, startApp, useKit, valuesOf, type Answer } from './running-app.js';
import { allowed, denied, stubVerifier } from './stub-verifier.js';

const { kit } = useKit();

const handled = vi.fn();
const filtered = vi.fn();
const intercepted = vi.fn();
beforeEach(() => {
  vi.clearAllMocks();
});

/** What many applications have: everything that is thrown becomes a body of their own. */
@Catch()
class CatchAllFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    filtered(error);
    adapter.reply(host.switchToHttp().getResponse(), { own: true }, 418);
  }
}

let adapter: HttpAdapterHost['httpAdapter'];

@Catch()
class AsyncFilter implements ExceptionFilter {
  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    await Promise.resolve();
    new CatchAllFilter().catch(error, host);
  }
}

const interceptor: NestInterceptor = {
  intercept(_context, next) {
    intercepted();
    return next.handle();
  },
};

@Controller()
class OrdersController {
  @Get('plain')
  @Operation('listOrders')
  plain(): string {
    handled();
    return 'orders';
  }

  @Get('filtered')
  @Operation('listOrders')
  @Header('Cache-Control', 'public')
  @UseFilters(new AsyncFilter())
  @UseInterceptors(interceptor)
  filtered(): string {
    handled();
    return 'orders';
  }

  @Sse('events')
  @Operation('listOrders')
  events(): never {
    handled();
    throw new Error('must not run');
  }
}

const significant = ({ status, headers, body }: Answer): unknown => ({
  status,
  body,
  headers: headers.filter(
    ([name]) => !['date', 'connection', 'keep-alive', 'x-powered-by'].includes(name.toLowerCase()),
  ),
});

describe.each(PLATFORMS)('a denial on %s', (platform) => {
  const start = async (
    verifier: Verifier | Promise<Verifier>,
    onDeny: 'respond' | 'throw' = 'respond',
    configure: (app: INestApplication) => void = () => undefined,
    providers: NonNullable<Parameters<typeof startApp>[1]['providers']> = [],
  ): ReturnType<typeof startApp> => {
    const app = await startApp(platform, {
      imports: [JwtPolicyModule.forRoot({ verifier, onDeny })],
      controllers: [OrdersController],
      providers,
      configure: (nest) => {
        adapter = nest.get(HttpAdapterHost).httpAdapter;
        configure(nest);
      },
    });
    return app;
  };

  it.each(['/plain', '/filtered', '/events'])(
    'passes filters, interceptors and handlers by: %s',
    async (path) => {
      const bare = await start(kit().createVerifier());
      const expected = significant(await bare.get('/plain'));

      const unhandled = vi.fn();
      process.on('unhandledRejection', unhandled);
      const app = await start(
        kit().createVerifier(),
        'respond',
        (nest) => {
          nest.useGlobalFilters(new CatchAllFilter(), new AsyncFilter());
          nest.useGlobalInterceptors(interceptor);
        },
        [{ provide: APP_FILTER, useClass: CatchAllFilter }],
      );
      expect(significant(await app.get(path))).toEqual(expected);
      await new Promise(setImmediate);
      process.off('unhandledRejection', unhandled);

      expect(expected).toMatchObject({ status: 401 });
      expect(unhandled).not.toHaveBeenCalled();
      expect(app.complaints).toEqual([]);
      for (const mock of [handled, filtered, intercepted]) expect(mock).not.toHaveBeenCalled();
    },
  );

  it('keeps the headers that a middleware or hook has set, such as those of CORS', async () => {
    const app = await start(kit().createVerifier(), 'respond', (nest) => {
      if (platform === 'express') {
        nest.use(
          (
            _request: unknown,
            response: { setHeader(name: string, value: string): void },
            next: () => void,
          ) => {
            response.setHeader('Access-Control-Allow-Origin', '*');
            next();
          },
        );
      } else {
        const fastify = nest.getHttpAdapter().getInstance() as {
          addHook(name: string, hook: (...args: never[]) => void): void;
        };
        fastify.addHook(
          'onRequest',
          (_request: unknown, reply: { header(name: string, value: string): void }, done: () => void) => {
            reply.header('Access-Control-Allow-Origin', '*');
            done();
          },
        );
      }
    });
    const answer = await app.get('/plain');
    expect(answer.status).toBe(401);
    expect(valuesOf(answer, 'access-control-allow-origin')).toEqual(['*']);
    expect(valuesOf(answer, 'www-authenticate')).toHaveLength(1);
  });

  it.each([
    ['denied', denied(['Cache-Control', 'no-store'])],
    ['allowed', allowed(['DPoP-Nonce', 'n-1'])],
  ] as const)(
    'leaves a request alone that was answered while it was judged, and then %s',
    async (_word, verdict) => {
      let response: ServerResponse | undefined;
      let finish = (): void => undefined;
      const verifier = stubVerifier(
        () =>
          new Promise((resolve) => {
            finish = () => {
              resolve(verdict);
            };
            if (response !== undefined) response.statusCode = 503;
            response?.end('too late');
          }),
      );
      const app = await start(verifier, 'respond', (nest) => {
        nest.useGlobalFilters(new AsyncFilter());
        nest.use((_request: unknown, nodeResponse: ServerResponse, next: () => void) => {
          response = nodeResponse;
          next();
        });
      });
      expect(await app.get('/plain')).toMatchObject({ status: 503, body: 'too late' });
      finish();
      await new Promise(setImmediate);
      expect(app.complaints).toEqual([]);
      for (const mock of [handled, filtered]) expect(mock).not.toHaveBeenCalled();
    },
  );

  it('does not keep denied requests in memory', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const requests: WeakRef<object>[] = [];
    const app = await start(kit().createVerifier(), 'respond', (nest) =>
      nest.use((request: object, _response: unknown, next: () => void) => {
        requests.push(new WeakRef(request));
        next();
      }),
    );
    for (let count = 0; count < 20; count += 1) await app.get('/plain');
    await vi.waitFor(() => {
      collect();
      // Node itself may hold on to the last few.
      expect(requests.filter((each) => each.deref() !== undefined).length).toBeLessThan(10);
    });
    expect(requests).toHaveLength(20);
  });

  describe("with onDeny: 'throw'", () => {
    it("is answered by Nest's own filter, with core's status and headers", async () => {
      const app = await start(kit().createVerifier(), 'throw');
      const answer = await app.get('/plain');
      expect(answer.status).toBe(401);
      expect(valuesOf(answer, 'www-authenticate')).toEqual(['Bearer realm="orders"']);
      expect(valuesOf(answer, 'cache-control')).toEqual(['no-store']);
      expect(JSON.parse(answer.body)).toMatchObject({ status: 401, title: expect.any(String) as string });
      expect(valuesOf(answer, 'content-type')).toEqual(['application/json; charset=utf-8']);
      expect(handled).not.toHaveBeenCalled();
    });

    it("is handed to the application's filter, with the reason, and keeps its headers", async () => {
      const app = await start(kit().createVerifier(), 'throw', (nest) =>
        nest.useGlobalFilters(new CatchAllFilter()),
      );
      const answer = await app.get('/plain');
      expect(answer).toMatchObject({ status: 418, body: '{"own":true}' });
      expect(valuesOf(answer, 'www-authenticate')).toEqual(['Bearer realm="orders"']);
      expect(handled).not.toHaveBeenCalled();

      const exception: unknown = filtered.mock.calls[0]?.[0];
      if (!(exception instanceof AccessDeniedException))
        throw new Error('Expected an AccessDeniedException.');
      expect(exception.getStatus()).toBe(401);
      expect(exception.cause).toMatchObject({ name: 'AccessDeniedError', code: 'credential.missing' });
      expect(exception.message).toBe(exception.cause.message);
      expect(exception.getResponse()).toMatchObject({ status: 401 });
    });
  });
});
