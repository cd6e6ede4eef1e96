// What the examples use of packages that this workspace does not install.

declare module '@koa/router' {
  import type { Middleware } from 'koa';

  export default class Router {
    get(path: string, ...middleware: Middleware[]): this;
    post(path: string, ...middleware: Middleware[]): this;
    routes(): Middleware;
  }
}

declare module 'koa-mount' {
  import type Koa from 'koa';

  export default function mount(path: string, app: Koa | Koa.Middleware): Koa.Middleware;
}

declare module 'cors' {
  import type { RequestHandler } from 'express';

  export default function cors(options?: { readonly origin?: string | readonly string[] }): RequestHandler;
}

declare module '@koa/cors' {
  import type { Middleware } from 'koa';

  export default function cors(options?: { readonly origin?: string }): Middleware;
}
