// What the examples use of packages that this workspace does not install.

declare module 'cors' {
  import type { RequestHandler } from 'express';

  export default function cors(options?: { readonly origin?: string | readonly string[] }): RequestHandler;
}

declare module '@koa/cors' {
  import type { Middleware } from 'koa';

  export default function cors(options?: { readonly origin?: string }): Middleware;
}
