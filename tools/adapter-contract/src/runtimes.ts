/** What runs an application without a socket of its own: functions as a service, and tests. The real packages. */

import { EventEmitter } from 'node:events';
import type { RequestListener } from 'node:http';
import { configure as serverlessExpress } from '@codegenie/serverless-express';
import type { RequestDescription } from '@org/jwt-testing';
import inject from 'light-my-request';
import { createMocks, type RequestMethod } from 'node-mocks-http';
import serverlessHttp from 'serverless-http';
import supertest from 'supertest';

/** The answer to one request. */
export interface RuntimeAnswer {
  readonly status: number;
  readonly body: string;
}

/** One way to run an application. */
export interface Runtime {
  readonly name: string;
  /** Whether the application is shown the lines of the header, or a map in which some may be missing. */
  readonly showsLines: boolean;
  /** What becomes of two `Authorization` lines: they are seen as two, or one of them is lost before us. */
  readonly twoLines: 'ambiguous' | 'one is lost';
  send(listener: RequestListener, request: RequestDescription): Promise<RuntimeAnswer>;
}

type Values = Readonly<Record<string, readonly string[]>>;

function valuesOf({ headers }: RequestDescription): Values {
  const values: Record<string, string[]> = {};
  for (const [name, value] of headers) (values[name] ??= []).push(value);
  return values;
}

const joined = (values: Values): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, all]) => [name.toLowerCase(), all.join(',')]));

/** API Gateway, REST: the last value of each name, and all of them (payload format 1.0). */
function restEvent(request: RequestDescription): object {
  const [path = '', query = ''] = request.target.split('?');
  const values = valuesOf(request);
  const parameters = [...new URLSearchParams(query)];
  return {
    httpMethod: request.method,
    path,
    resource: '/{proxy+}',
    headers: Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1)])),
    multiValueHeaders: values,
    queryStringParameters: Object.fromEntries(parameters),
    multiValueQueryStringParameters: Object.fromEntries(parameters.map(([name, value]) => [name, [value]])),
    requestContext: { identity: { sourceIp: '192.0.2.1' }, stage: 'prod' },
    body: null,
    isBase64Encoded: false,
  };
}

/** API Gateway, HTTP, and function URLs: lines joined by commas, cookies apart (payload format 2.0). */
function httpEvent(request: RequestDescription): object {
  const [path = '', query = ''] = request.target.split('?');
  const { Cookie = [], ...values } = valuesOf(request);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers: joined(values),
    ...(Cookie.length > 0 && { cookies: Cookie.flatMap((each) => each.split('; ')) }),
    requestContext: {
      http: { method: request.method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      stage: '$default',
    },
    isBase64Encoded: false,
  };
}

interface LambdaAnswer {
  readonly statusCode: number;
  readonly body?: string;
}

type Lambda = (event: object, context: object) => Promise<unknown>;

const invoked =
  (eventOf: (request: RequestDescription) => object, wrap: (listener: RequestListener) => unknown) =>
  async (listener: RequestListener, request: RequestDescription): Promise<RuntimeAnswer> => {
    const handler = wrap(listener) as Lambda;
    const { statusCode, body = '' } = (await handler(eventOf(request), {})) as LambdaAnswer;
    return { status: statusCode, body };
  };

const byServerlessHttp = (listener: RequestListener): unknown => serverlessHttp(listener);
const byServerlessExpress = (listener: RequestListener): unknown => serverlessExpress({ app: listener });

/** light-my-request changes what all requests of Express inherit from: no real request would work in this process again. */
function rememberPrototypes(listener: RequestListener): () => void {
  const changed = ['request', 'response'].flatMap((name) => {
    const own: unknown = Reflect.get(listener, name);
    const shared = typeof own === 'object' && own !== null ? Reflect.getPrototypeOf(own) : null;
    return shared === null ? [] : [[shared, Reflect.getPrototypeOf(shared)] as const];
  });
  return () => {
    for (const [shared, prototype] of changed) Reflect.setPrototypeOf(shared, prototype);
  };
}

/** All of them. */
export const RUNTIMES: readonly Runtime[] = [
  {
    name: 'serverless-http, for a REST API',
    showsLines: false,
    twoLines: 'one is lost',
    send: invoked(restEvent, byServerlessHttp),
  },
  {
    name: 'serverless-http, for an HTTP API',
    showsLines: false,
    twoLines: 'ambiguous',
    send: invoked(httpEvent, byServerlessHttp),
  },
  {
    name: '@codegenie/serverless-express, for a REST API',
    showsLines: true,
    twoLines: 'ambiguous',
    send: invoked(restEvent, byServerlessExpress),
  },
  {
    name: '@codegenie/serverless-express, for an HTTP API',
    showsLines: true,
    twoLines: 'ambiguous',
    send: invoked(httpEvent, byServerlessExpress),
  },
  {
    name: 'light-my-request, which is inject() of Fastify',
    showsLines: true,
    twoLines: 'ambiguous',
    send: async (listener, request) => {
      const headers = valuesOf(request) as Record<string, string[]>;
      const method = request.method as 'GET' | 'POST';
      const restore = rememberPrototypes(listener);
      const { statusCode, body } = await inject(listener, { method, url: request.target, headers });
      await new Promise(setImmediate);
      restore();
      return { status: statusCode, body };
    },
  },
  {
    name: 'node-mocks-http',
    showsLines: false,
    twoLines: 'ambiguous',
    send: async (listener, request) => {
      const { req, res } = createMocks(
        {
          method: request.method as RequestMethod,
          url: request.target,
          headers: joined(valuesOf(request)),
        },
        { eventEmitter: EventEmitter },
      );
      const ended = new Promise((resolve) => res.on('end', resolve));
      listener(req, res);
      await ended;
      const body: unknown = res._getData();
      return { status: res.statusCode, body: Buffer.isBuffer(body) ? body.toString() : String(body) };
    },
  },
  {
    name: 'supertest',
    showsLines: true,
    twoLines: 'ambiguous',
    send: async (listener, request) => {
      const agent = supertest(listener);
      const sent = request.method === 'POST' ? agent.post(request.target) : agent.get(request.target);
      for (const [name, all] of Object.entries(valuesOf(request))) void sent.set(name, all.join(','));
      const { status, text } = await sent;
      return { status, body: text };
    },
  },
];
