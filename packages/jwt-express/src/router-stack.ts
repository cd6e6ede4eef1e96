/**
 * The stack of a router of Express 4 or 5, read and never written. It is not documented, and many tools read it: so its
 * form is checked, and a router that looks otherwise is rejected instead of taken for an empty one.
 */

import { ConfigurationError } from '@org/jwt-core';
import { isObject, property } from '@org/jwt-core/adapter';

/** The pattern of a mount path or a route. */
export type PathPattern = string | RegExp;

/** What `use()` or a route put into a router. */
export type Layer = RouteLayer | UseLayer;

export interface RouteLayer {
  readonly kind: 'route';
  readonly paths: readonly PathPattern[];
  /** Whether one of the paths takes this one. */
  takes(path: string): boolean;
  /** `undefined` is a handler of every method. */
  readonly handlers: readonly { readonly method: string | undefined; readonly handle: unknown }[];
}

export interface UseLayer {
  readonly kind: 'use';
  readonly handle: object;
  readonly name: string;
  /** `undefined` where the router keeps them in a closure: `router` before 2.3. */
  readonly paths: readonly PathPattern[] | undefined;
  /** Whether it is mounted at `/`, where it takes every path. */
  readonly isRoot: boolean;
  /** Whether a path goes by it. */
  takes(path: string): boolean;
}

/** The router of an application; `undefined` where Express 4 has not made one yet. */
export function routerOfApplication(app: object): object | undefined {
  // In Express 4, `app.router` throws.
  const router = 'lazyrouter' in app ? property(app, '_router') : property(app, 'router');
  if (router === undefined && 'lazyrouter' in app) return undefined;
  if (!isRouter(router)) throw unreadable('an application without a router');
  return router;
}

export function isApplication(value: unknown): value is object {
  return typeof value === 'function' && ['use', 'set', 'handle'].every((name) => isFunctionOf(value, name));
}

export function isRouter(value: unknown): value is object {
  return typeof value === 'function' && Array.isArray(property(value, 'stack'));
}

/** The layers in the order in which the router asks them. */
export function layersOf(router: object): readonly Layer[] {
  return list(router, 'stack').map((layer) => {
    if (!isObject(layer)) throw unreadable('a layer that is not an object');
    const route = property(layer, 'route');
    return route === undefined ? readUse(layer) : readRoute(route, takesOf(layer));
  });
}

/** Express 4 has one regular expression for all paths of a layer, Express 5 a function for each. */
function takesOf(layer: object): (path: string) => boolean {
  const regexp = property(layer, 'regexp');
  if (regexp instanceof RegExp) return (path) => regexp.test(path);
  const matchers = list(layer, 'matchers').map((matcher) => {
    if (typeof matcher !== 'function') throw unreadable('a matcher that is not a function');
    return (path: string): boolean => Boolean(Reflect.apply(matcher, undefined, [path]));
  });
  return (path) => matchers.some((matches) => matches(path));
}

function readRoute(route: unknown, takes: RouteLayer['takes']): RouteLayer {
  if (!isObject(route)) throw unreadable('a route that is not an object');
  return {
    kind: 'route',
    paths: patterns(property(route, 'path')),
    takes,
    handlers: list(route, 'stack').map((each) => {
      if (!isObject(each)) throw unreadable('a handler that is not an object');
      const method = property(each, 'method');
      if (method !== undefined && typeof method !== 'string') throw unreadable('a method that is not a text');
      return { method: method?.toUpperCase(), handle: property(each, 'handle') };
    }),
  };
}

function readUse(layer: object): UseLayer {
  const handle = property(layer, 'handle');
  if (typeof handle !== 'function') throw unreadable('a layer without a function');
  const use = { kind: 'use' as const, handle, name: handle.name };
  const takes = takesOf(layer);
  const regexp = property(layer, 'regexp');
  const isOfExpress4 = regexp instanceof RegExp;
  const isRoot = isOfExpress4 ? property(regexp, 'fast_slash') === true : property(layer, 'slash');
  if (typeof isRoot !== 'boolean') throw unreadable('a layer without a path');
  const rawPath = property(layer, 'rawPath');
  const paths = isOfExpress4
    ? mountPaths(regexp, list(layer, 'keys'))
    : rawPath === undefined
      ? undefined
      : patterns(rawPath);
  return { ...use, paths: isRoot ? ['/'] : paths, isRoot, takes: (path) => isRoot || takes(path) };
}

/** Both ways in which Express 4 writes `/:name`, the second one before path-to-regexp 0.1.12; and a literal segment. */
const UNIT = /\(\?:\/\(\[\^\/\]\+\?\)\)|\/\(\?:\(\[\^\/\]\+\?\)\)|\/(?:[\w\-~%@,;=&]|\\\.)+/gu;
const PARAMETER = ':';

/** Express 4 keeps of a mount path only its regular expression: read back where it is a plain one. */
function mountPaths(regexp: RegExp, keys: readonly unknown[]): readonly PathPattern[] {
  const names = keys.map((key) => (isObject(key) ? String(property(key, 'name')) : ''));
  const paths: string[] = [];
  const alternatives = regexp.source.replaceAll('\\/', '/').replace(/^\(\?:(\^.*)\)$/u, '$1');
  for (const source of alternatives.split('|^')) {
    const plain = /^\^?(.+)\/\?\(\?=\/\|\$\)$/u.exec(source)?.[1];
    const units = plain?.match(UNIT) ?? [];
    if (plain === undefined || units.join('') !== plain) return [regexp];
    paths.push(units.map((unit) => (unit.includes('(') ? PARAMETER : unit.replaceAll('\\.', '.'))).join(''));
  }
  let used = 0;
  const named = paths.map((path) => path.replaceAll(PARAMETER, () => `/:${names[used++] ?? ''}`));
  return used === names.length ? named : [regexp];
}

function patterns(path: unknown): readonly PathPattern[] {
  if (typeof path === 'string' || path instanceof RegExp) return [path];
  if (!Array.isArray(path)) throw unreadable('a path that is neither a text nor a regular expression');
  return path.flatMap(patterns);
}

function list(of: object, name: string): readonly unknown[] {
  const value = property(of, name);
  if (!Array.isArray(value)) throw unreadable(`no list "${name}"`);
  return value;
}

function isFunctionOf(value: object, name: string): boolean {
  return typeof property(value, name) === 'function';
}

function unreadable(found: string): ConfigurationError {
  return new ConfigurationError(
    `audit(): the router of this version of Express cannot be read: expected that of Express 4 or 5, found ${found}.`,
  );
}
