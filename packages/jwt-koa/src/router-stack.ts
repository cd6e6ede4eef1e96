/**
 * The stack of a router of @koa/router 12 to 15, or koa-router 13, read and never written. Its form is checked: a
 * router that looks otherwise is rejected instead of taken for an empty one.
 */

import { ConfigurationError } from '@org/jwt-core';
import { isObject, property } from '@org/jwt-core/adapter';

/** A router, as far as an audit needs it. */
export interface RouterStack {
  readonly host: string | undefined;
  /** Which of several matching layers runs: all of them in turn, the last one, or the one of the fewest parameters. */
  readonly runs: 'all' | 'last' | 'fewest parameters';
  /** The path that it routes by, for every request. */
  readonly fixedPath: string | undefined;
  readonly layers: readonly Layer[];
}

/** A route, or, without methods, what `router.use()` has added. */
export interface Layer {
  readonly path: string | RegExp;
  readonly methods: readonly string[];
  readonly middleware: readonly unknown[];
  readonly caseSensitive: boolean;
  readonly strict: boolean;
  readonly parameters: number;
  readonly regexp: RegExp | undefined;
}

/** Reads a router. */
export function readRouter(router: unknown): RouterStack {
  assertRouter(router);
  const options = property(router, 'opts');
  if (!isObject(options)) throw unreadable('a router without options');
  const fixedPath = property(options, 'routerPath');
  return {
    host: hostOf(property(router, 'host')),
    runs: runsOf(property(router, 'exclusive'), property(options, 'exclusive')),
    fixedPath: typeof fixedPath === 'string' ? fixedPath : undefined,
    layers: list(router, 'stack').map(readLayer),
  };
}

function assertRouter(value: unknown): asserts value is object {
  const isRouter = isObject(value) && typeof value !== 'function' && Array.isArray(property(value, 'stack'));
  if (isRouter) return;
  throw new ConfigurationError(`audit(): expected a router of @koa/router, found ${describe(value)}.`);
}

function describe(value: unknown): string {
  if (!isObject(value)) return value === null ? 'null' : `a value of type ${typeof value}`;
  if (property(value, 'router') !== undefined) return 'what routes() returned: pass the router itself';
  if (Array.isArray(property(value, 'middleware'))) return 'an application of Koa: pass its routers';
  return `a value of type ${typeof value}`;
}

function runsOf(isExclusive: unknown, mode: unknown): RouterStack['runs'] {
  if (isExclusive !== true) return 'all';
  return mode === 'specificity' ? 'fewest parameters' : 'last';
}

function hostOf(host: unknown): string | undefined {
  if (host === undefined || host === null || host === '') return undefined;
  if (Array.isArray(host)) return host.map(hostOf).join(', ');
  if (typeof host === 'string' || host instanceof RegExp) return String(host);
  throw unreadable('a host that is neither a text nor a regular expression');
}

function readLayer(layer: unknown): Layer {
  if (!isObject(layer)) throw unreadable('a layer that is not an object');
  const options = property(layer, 'opts');
  if (!isObject(options)) throw unreadable('a layer without options');
  const methods = list(layer, 'methods').map((method) => {
    if (typeof method !== 'string') throw unreadable('a method that is not a text');
    return method;
  });
  const regexp = property(layer, 'regexp');
  // A text that is a regular expression is none of the patterns that parameters are written in.
  const path = property(options, 'pathAsRegExp') === true ? regexp : property(layer, 'path');
  if (typeof path !== 'string' && !(path instanceof RegExp)) throw unreadable('a layer without a path');
  return {
    path,
    methods,
    middleware: list(layer, 'stack'),
    caseSensitive: property(options, 'sensitive') === true,
    strict: property(options, 'strict') === true,
    parameters: list(layer, 'paramNames').length,
    regexp: regexp instanceof RegExp ? regexp : undefined,
  };
}

function list(of: object, name: string): readonly unknown[] {
  const value = property(of, name);
  if (!Array.isArray(value)) throw unreadable(`no list "${name}"`);
  return value;
}

function unreadable(found: string): ConfigurationError {
  return new ConfigurationError(
    `audit(): this version of the router cannot be read: expected @koa/router 12 to 15, found ${found}.`,
  );
}
