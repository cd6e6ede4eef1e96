/**
 * What koa-mount and @koa/router do with a request, as far as a guard can be misled by it: both change or take parts of
 * `ctx.path`, decode parameters, and take no notice of case or of a final slash.
 */

import type { Middleware } from 'koa';

/** One route: matches method and path, decodes the parameters, runs the handlers. */
export function route(method: string, path: string, ...handlers: readonly Middleware[]): Middleware {
  const { names, pattern } = compile(path, '/?$');
  return async (ctx, next) => {
    const found = pattern.exec(ctx.path);
    if (found === null || (ctx.method === 'HEAD' ? 'GET' : ctx.method) !== method) {
      await next();
      return;
    }
    keepParams(ctx, names, found);
    await compose(handlers)(ctx, next);
  };
}

/** A router in a router: the prefix brings parameters of its own, and `ctx.path` stays whole. */
export function nested(prefix: string, routes: (prefix: string) => readonly Middleware[]): Middleware {
  const { names, pattern } = compile(prefix, '(?:/|$)');
  return async (ctx, next) => {
    const found = pattern.exec(ctx.path);
    if (found === null) {
      await next();
      return;
    }
    keepParams(ctx, names, found);
    await compose(routes(prefix))(ctx, next);
  };
}

/** koa-mount: cuts the prefix off `ctx.path` for what is mounted, and puts it back around everything else. */
export function mount(prefix: string, ...mounted: readonly Middleware[]): Middleware {
  const inner = compose(mounted);
  return async (ctx, next) => {
    const whole = ctx.path;
    const rest = whole.slice(prefix.length) || '/';
    if (!whole.toLowerCase().startsWith(prefix.toLowerCase()) || !rest.startsWith('/')) {
      await next();
      return;
    }
    ctx['mountPath'] = prefix;
    ctx.path = rest;
    await inner(ctx, async () => {
      ctx.path = whole;
      await next();
      ctx.path = rest;
    });
    ctx.path = whole;
  };
}

function compile(path: string, end: string): { readonly names: readonly string[]; readonly pattern: RegExp } {
  return {
    names: [...path.matchAll(/\{(\w+)\}/gu)].map(([, name = '']) => name),
    pattern: new RegExp(`^${path.replace(/\{\w+\}/gu, '([^/]+)')}${end}`, 'iu'),
  };
}

function keepParams(
  ctx: Parameters<Middleware>[0],
  names: readonly string[],
  found: readonly string[],
): void {
  const before: unknown = ctx['params'];
  const own = Object.fromEntries(names.map((name, index) => [name, decode(found[index + 1] ?? '')]));
  ctx['params'] = { ...(before as Readonly<Record<string, unknown>> | undefined), ...own };
}

/** @koa/router takes a parameter that cannot be decoded as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function compose(handlers: readonly Middleware[]): Middleware {
  return (ctx, next) => {
    const run = async (index: number): Promise<void> => {
      const handler = handlers[index];
      await (handler === undefined ? next() : handler(ctx, () => run(index + 1)));
    };
    return run(0);
  };
}
