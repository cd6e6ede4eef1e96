/** Nest on one of its platforms, as the contract of all adapters drives it. */

import {
  allOf,
  observe,
  FORGED,
  type AdapterDriver,
  type Application,
  type Reports,
  type Served,
} from '@org/adapter-contract';
import {
  Catch,
  Controller,
  Get,
  Req,
  type ArgumentsHost,
  type ExceptionFilter,
  type Type,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import {
  AccessDeniedException,
  getAuth,
  JwtPolicyModule,
  Operation,
  Public,
  type GuardOptions,
} from '../src/index.js';
import { createApp, type Platform } from './running-app.js';

type Next = () => void;

/** Of Express, or of Fastify, which holds Node's. */
type PlatformRequest = object & { readonly raw?: object };

function observeRequest(request: PlatformRequest): object {
  return observe(getAuth(request), Reflect.get(request.raw ?? request, 'auth'));
}

/** A controller whose handler is bound to the operation that the application asks for, or public. */
function createController({ asks: [ask] }: Application, { ran }: Reports): Type {
  const mark = typeof ask === 'object' ? Operation(ask.operation) : Public();
  @Controller()
  class OrdersController {
    @Get('tenants/:tenant/orders')
    @mark
    list(@Req() request: PlatformRequest): object {
      ran();
      return observeRequest(request);
    }
  }
  return OrdersController;
}

export function createNestDriver(platform: Platform): AdapterDriver {
  return {
    name: `Nest on ${platform === 'express' ? 'Express' : 'Fastify'}`,
    asks: [{ operation: 'listOrders' }],
    ...(platform === 'fastify' && { ownRequestId: /^req-\w+$/u }),
    serve: (application, reports) => serve(platform, application, reports),
  };
}

async function serve(platform: Platform, application: Application, reports: Reports): Promise<Served> {
  const { verifier, onDeny = 'respond', requestId, before, forges, onError } = application;
  const named = requestId === 'header' ? idOf : requestId;
  const options = { onDeny, ...(named !== undefined && { requestId: named }) } as GuardOptions;
  const app = await createApp(platform, {
    imports: [JwtPolicyModule.forRoot({ verifier, ...options })],
    controllers: [createController(application, reports)],
  });
  app.use((request: IncomingMessage, response: ServerResponse, next: Next) => {
    before?.(request, response);
    if (forges !== undefined) Object.assign(request, { auth: FORGED, user: FORGED, identity: FORGED });
    next();
  });
  const { httpAdapter } = app.get(HttpAdapterHost);

  @Catch()
  class ErrorFilter implements ExceptionFilter {
    catch(exception: unknown, host: ArgumentsHost): void {
      const error = exception instanceof AccessDeniedException ? exception.cause : exception;
      reports.caught(error);
      const http = host.switchToHttp();
      const shown = onError === 'shows the error' ? { ...allOf(exception), ...allOf(error) } : undefined;
      httpAdapter.reply(http.getResponse(), shown ?? observeRequest(http.getRequest()), 418);
    }
  }
  if (onError !== undefined) app.useGlobalFilters(new ErrorFilter());
  await app.init();
  return { listener: await listenerOf(platform, httpAdapter.getInstance()), close: () => app.close() };
}

interface FastifyInstance {
  readonly routing: RequestListener;
  ready(): Promise<unknown>;
}

export async function listenerOf(platform: Platform, instance: unknown): Promise<RequestListener> {
  if (platform === 'express') return instance as RequestListener;
  const fastify = instance as FastifyInstance;
  await fastify.ready();
  return fastify.routing;
}

function idOf(request: object): string {
  const { headers } = request as { readonly headers: Readonly<Record<string, unknown>> };
  return String(headers['x-request-id']);
}
