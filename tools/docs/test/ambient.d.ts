// What the examples use of packages that this workspace does not install.

declare module 'aws-lambda' {
  export interface APIGatewayProxyEventV2 {
    readonly rawPath: string;
    readonly rawQueryString: string;
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly requestContext: { readonly http: { readonly method: string } };
  }
}

declare module 'cors' {
  import type { RequestHandler } from 'express';

  export default function cors(options?: { readonly origin?: string | readonly string[] }): RequestHandler;
}

declare module '@koa/cors' {
  import type { Middleware } from 'koa';

  export default function cors(options?: { readonly origin?: string }): Middleware;
}

declare module 'pino' {
  export interface Logger {
    readonly debug: (members: object, message: string) => void;
    readonly info: (members: object, message: string) => void;
    readonly warn: (members: object, message: string | undefined) => void;
  }

  export function pino(): Logger;
}

declare module 'pino-http' {
  import type { RequestHandler } from 'express';
  import type { Logger } from 'pino';

  export function pinoHttp(options?: { readonly logger?: Logger }): RequestHandler;
}

declare module '@opentelemetry/api' {
  type Attributes = Readonly<Record<string, string>>;

  export const metrics: {
    getMeter(name: string): {
      createCounter(name: string): { add(value: number, attributes: Attributes): void };
    };
  };
  export const trace: { getActiveSpan(): { setAttributes(attributes: Attributes): unknown } | undefined };
}
