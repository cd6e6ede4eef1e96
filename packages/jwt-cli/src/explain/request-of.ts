/** The request that a token would come with: to an operation by its name, or to a method and a path. */

import type { HttpRequest, Policy } from '@org/jwt-core';
import { withBearer, withHeader, type RequestDescription } from '@org/jwt-testing';
import { UsageError } from '../terminal/exit-code.js';
import { listed } from '../terminal/words.js';

type Service = Policy['model']['services'][string];

/** What was said of the request. */
export interface Described {
  readonly operation: string | undefined;
  readonly method: string | undefined;
  readonly path: string | undefined;
  /** Lines such as `X-Tenant: acme`. */
  readonly headers: readonly string[];
}

/** The service that is meant: the only one, where none is named. */
export function serviceOf({ model, file }: Policy, wanted: string | undefined): string {
  const names = Object.keys(model.services);
  const [only, ...others] = names;
  if (wanted === undefined && only !== undefined && others.length === 0) return only;
  if (wanted !== undefined && names.includes(wanted)) return wanted;
  const known = `${file} has ${listed(names)}`;
  throw new UsageError(
    wanted === undefined
      ? `Which service? Write --service: ${known}.`
      : `There is no service "${wanted}": ${known}.`,
  );
}

/** The request without its token. */
export function requestOf(service: Service, described: Described, name: string): RequestDescription {
  const { operation, method, path } = described;
  const headers = described.headers.map(lineOf);
  if (method !== undefined && path !== undefined) {
    if (operation !== undefined) assertOperation(service, operation, name);
    return { method: method.toUpperCase(), target: targetOf(path), headers };
  }
  if (operation === undefined) {
    throw new UsageError(
      `What is asked? Write --operation, or a method and a path. "${name}" has ${operationsOf(service)}.`,
    );
  }
  return { ...routeOf(assertOperation(service, operation, name), operation), headers };
}

function assertOperation(
  { operations }: Service,
  operation: string,
  name: string,
): Service['operations'][string] {
  const found = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (found !== undefined) return found;
  throw new UsageError(`"${name}" has no operation "${operation}": it has ${operationsOf({ operations })}.`);
}

const MAX_NAMES = 12;

function operationsOf({ operations }: Pick<Service, 'operations'>): string {
  const names = Object.keys(operations);
  if (names.length === 0) return 'no operations';
  const more = names.length - MAX_NAMES;
  return more > 0 ? `${names.slice(0, MAX_NAMES).join(', ')} and ${String(more)} more` : listed(names);
}

/** A request to the operation's own route. Parameters are `test`; a tenant must be said. */
function routeOf(
  { route = 'GET /', tenant }: Service['operations'][string],
  operation: string,
): Pick<RequestDescription, 'method' | 'target'> {
  const [method = 'GET', path = '/'] = route.split(' ');
  if (tenant?.from === 'path') {
    throw new UsageError(
      `"${operation}" reads its tenant from the path: write a method and a path in place of --operation, ` +
        `such as ${method} ${path.replaceAll(/\{([^}]*)\}/gu, (_whole, parameter: string) => (parameter === tenant.key ? 'acme' : 'test'))}`,
    );
  }
  return { method, target: path.replaceAll(/\{[^}]*\}/gu, 'test') };
}

/** A path, or a whole URL of which the path counts. */
function targetOf(path: string): string {
  if (path.startsWith('/')) return path;
  if (URL.canParse(path)) {
    const { pathname, search } = new URL(path);
    return `${pathname}${search}`;
  }
  throw new UsageError(`Expected a path that starts with /, found ${JSON.stringify(path.slice(0, 60))}.`);
}

function lineOf(line: string): readonly [string, string] {
  const [, name, value] = /^([^\s:]+):\s*(.*)$/su.exec(line) ?? [];
  if (name === undefined || value === undefined) {
    throw new UsageError('--header: expected a line such as "X-Tenant: acme".');
  }
  return [name, value];
}

/** The request with the token where the service takes it from first. */
export function withTokenFor(
  { credentials }: Service,
  request: RequestDescription,
  token: string,
): RequestDescription {
  const [place] = credentials;
  if (place === undefined) return withBearer(request, token);
  const scheme = (name: string | undefined): string => (name === undefined ? token : `${name} ${token}`);
  switch (place.in) {
    case 'authorization':
      return withHeader(request, 'Authorization', scheme(place.schemes[0]));
    case 'header':
      return fromOrigin(withHeader(request, place.name, scheme(place.scheme)), place.origins);
    case 'cookie':
      return fromOrigin(withHeader(request, 'Cookie', `${place.name}=${token}`), place.origins);
  }
}

/** As a page of the site itself would send it. */
function fromOrigin(request: RequestDescription, origins: readonly string[] = []): RequestDescription {
  const [origin] = origins;
  const isSaid = request.headers.some(([name]) => /^(?:origin|sec-fetch-site)$/iu.test(name));
  return origin === undefined || isSaid ? request : withHeader(request, 'Origin', origin);
}

/** Where {@link withTokenFor} puts it, in words. */
export function placeInWords({ credentials }: Service): string {
  const [place] = credentials;
  if (place === undefined || place.in === 'authorization') return 'Authorization';
  return place.in === 'cookie' ? `the cookie ${place.name}` : `the header ${place.name}`;
}

/** For the engine. */
export function httpRequestOf({ method, target, headers }: RequestDescription): HttpRequest {
  return { method, target, rawHeaders: headers.flat() };
}
