/** Report H2: what begins around a request that is denied, ends. */

import type { ServerResponse } from 'node:http';
import {
  Controller,
  Get,
  Scope,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type INestApplication,
  type NestInterceptor,
} from '@nestjs/common';
import { GuardsConsumer } from '@nestjs/core/guards/guards-consumer.js';
import { RouterExecutionContext } from '@nestjs/core/router/router-execution-context.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccessDeniedError } from '@org/jwt-core';
import { finalize, type Observable } from 'rxjs';
// eslint-disable-next-line @nx/enforce-module-boundaries -- this file also runs outside of the package
import { JwtPolicyModule, Operation } from '@org/jwt-nestjs';
import { PLATFORMS, startApp, useKit } from './running-app.js';
import { allowed, denied, stubVerifier } from './stub-verifier.js';

const { kit, bearer } = useKit();

/** Spans that began, and how each of them has ended. */
const begun: string[] = [];
const ended: string[] = [];
const errors: unknown[] = [];

type Traced = (...args: never[]) => unknown;

function span<Work extends Traced>(name: string, work: Work): Work {
  const traced = async function (this: unknown, ...args: never[]): Promise<unknown> {
    begun.push(name);
    try {
      return await work.apply(this, args);
    } catch (error) {
      errors.push(error);
      throw error;
    } finally {
      ended.push(name);
    }
  };
  return Object.defineProperty(traced, 'name', { value: work.name }) as unknown as Work;
}

/** As @opentelemetry/instrumentation-nestjs-core does: around a handler, and around all that Nest does for it. */
function traceHandlers(): () => void {
  const { prototype } = RouterExecutionContext;
  const original = Reflect.get(prototype, 'create') as (...args: unknown[]) => Traced;
  const create = function (this: unknown, instance: unknown, callback: Traced, ...rest: unknown[]): Traced {
    const handler = span('handler', callback);
    for (const key of Reflect.getMetadataKeys(callback) as string[])
      Reflect.defineMetadata(key, Reflect.getMetadata(key, callback), handler);
    return span('request', original.call(this, instance, handler, ...rest));
  };
  return replace(prototype, 'create', create);
}

/** As tracers do that wrap the guards of an application. */
function traceGuards(): () => void {
  const { prototype } = GuardsConsumer;
  return replace(prototype, 'tryActivate', span('guards', Reflect.get(prototype, 'tryActivate') as Traced));
}

function replace(target: object, name: string, value: unknown): () => void {
  const original: unknown = Reflect.get(target, name);
  Reflect.set(target, name, value);
  return () => void Reflect.set(target, name, original);
}

let restore: readonly (() => void)[] = [];
beforeEach(() => {
  for (const list of [begun, ended, errors]) list.length = 0;
  restore = [traceHandlers(), traceGuards()];
});
afterEach(() => {
  for (const each of restore) each();
});

const interceptor: NestInterceptor = {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    begun.push('interceptor');
    return next.handle().pipe(finalize(() => ended.push('interceptor')));
  },
};

@Controller('orders/:tenant')
class OrdersController {
  @Get()
  @Operation('listOrders')
  @UseInterceptors(interceptor)
  list(): string {
    return 'orders';
  }
}

@Controller({ path: 'scoped/:tenant', scope: Scope.REQUEST })
@Operation('listOrders')
class ScopedController {
  @Get()
  @UseInterceptors(interceptor)
  list(): string {
    return 'orders';
  }
}

describe.each(PLATFORMS)('tracing of Nest on %s', (platform) => {
  const start = (
    onDeny: 'respond' | 'throw',
    configure: (app: INestApplication) => void = () => undefined,
  ): ReturnType<typeof startApp> =>
    startApp(platform, {
      imports: [JwtPolicyModule.forRoot({ verifier: kit().createVerifier(), onDeny })],
      controllers: [OrdersController, ScopedController],
      configure,
    });

  describe.each(['/orders/t-eu', '/scoped/t-eu'])('of %s', (path) => {
    it('ends every span of an allowed request', async () => {
      const app = await start('respond');
      expect(await app.get(path, await bearer())).toMatchObject({ status: 200, body: 'orders' });
      expect(begun).toEqual(['request', 'guards', 'interceptor', 'handler']);
      expect([...ended].sort()).toEqual([...begun].sort());
    });

    it.each(['respond', 'throw'] as const)(
      'ends every span of a request that is denied, with onDeny: %s',
      async (onDeny) => {
        const app = await start(onDeny);
        for (let count = 0; count < 3; count += 1) {
          expect(await app.get(path)).toMatchObject({ status: 401 });
        }
        await new Promise(setImmediate);
        expect(begun).toEqual(['request', 'guards', 'request', 'guards', 'request', 'guards']);
        expect(ended).toEqual(['guards', 'request', 'guards', 'request', 'guards', 'request']);
        expect(app.complaints).toEqual([]);
      },
    );
  });

  it.each(['respond', 'throw'] as const)(
    'shows the spans the status and the reason, with onDeny: %s',
    async (onDeny) => {
      const app = await start(onDeny);
      await app.get('/orders/t-eu');
      expect(errors).toHaveLength(2);
      for (const error of errors as { getStatus(): number; cause: AccessDeniedError }[]) {
        expect(error.getStatus()).toBe(401);
        expect(error.cause.code).toBe('credential.missing');
      }
    },
  );

  it.each([
    ['denied', denied()],
    ['allowed', allowed()],
  ] as const)(
    'ends the spans of a request that was answered while it was judged, and then %s',
    async (_word, decision) => {
      let decide = (): void => undefined;
      const judged = new Promise<void>((resolve) => (decide = resolve));
      const verifier = stubVerifier(() => judged.then(() => decision));
      const app = await startApp(platform, {
        imports: [JwtPolicyModule.forRoot({ verifier })],
        controllers: [OrdersController],
        configure: (nest) =>
          nest.use((_request: unknown, response: ServerResponse, next: () => void) => {
            next();
            response.statusCode = 503;
            response.end('too late');
          }),
      });
      expect(await app.get('/orders/t-eu')).toMatchObject({ status: 503, body: 'too late' });
      expect(ended).toEqual([]);
      decide();
      await vi.waitFor(() => {
        expect(ended).toEqual(['guards', 'request']);
      });
      expect(app.complaints).toEqual([]);
    },
  );
});
