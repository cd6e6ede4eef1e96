/** Routes for tests, drawn and constructed, and slow, obvious answers about them. */

import fc from 'fast-check';
import { parseRoute, type RouteTemplate } from '../src/policy/route/template.js';
import { RouteTable } from '../src/policy/route/table.js';

export function template(route: string): RouteTemplate {
  const parsed = parseRoute(route);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}

/** A table whose operations are named as their routes. */
export function tableOf(routes: readonly string[]): RouteTable {
  return new RouteTable(routes.map((route) => ({ operation: route, template: template(route) })));
}

/** What ends in dots takes one segment or more. */
const isOpen = (parts: readonly string[]): boolean => parts.at(-1)?.endsWith('...}') === true;

/** One route, one path: word by word. */
export function matches(route: string, method: string, path: string): boolean {
  const [routeMethod, routePath = ''] = route.split(' ');
  const wanted = routePath.split('/').slice(1);
  const got = path.split('/').slice(1);
  return (
    routeMethod === method &&
    !path.includes('//') &&
    (isOpen(wanted) ? wanted.length <= got.length : wanted.length === got.length) &&
    wanted.every((part, index) => (part.startsWith('{') ? got[index] !== '' : got[index] === part))
  );
}

/** As a router with its usual settings reads them: in no case, and with or without a final slash. */
const loose = (text: string): string => text.toLowerCase().replace(/(?<=[^/])\/$/u, '');

export function routerTakes(route: string, method: string, path: string): boolean {
  const [routeMethod = '', routePath = ''] = route.split(' ');
  return matches(`${routeMethod} ${loose(routePath)}`, method, loose(path));
}

/** Whether a router takes some path for both: where both have a literal, it is the same one. */
export function overlap(left: string, right: string): boolean {
  const [leftMethod, leftPath = ''] = left.split(' ');
  const [rightMethod, rightPath = ''] = right.split(' ');
  const parts = loose(leftPath).split('/');
  const others = loose(rightPath).split('/');
  const [least, most] = parts.length < others.length ? [parts, others] : [others, parts];
  return (
    leftMethod === rightMethod &&
    (least.length === most.length || isOpen(least)) &&
    least.every((part, index) => {
      const other = most[index] ?? '';
      const [isTaken, isOtherTaken] = [part.startsWith('{'), other.startsWith('{')];
      // `/` has no segment that a parameter could take.
      if (isTaken || isOtherTaken) return (isTaken || part !== '') && (isOtherTaken || other !== '');
      return part === other;
    })
  );
}

/** The routes that overlap an earlier one, by asking for each pair. */
export function overlapping(routes: readonly string[]): readonly string[] {
  return routes.filter((route, index) => routes.slice(0, index).some((other) => overlap(other, route)));
}

/**
 * Routes of at most this many of these parts; `{}` becomes a parameter with a name of its own. Some end in a slash, and
 * some take everything below.
 */
export const route = (parts: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('GET', 'POST'),
      fc.array(parts, { minLength: 1, maxLength }),
      fc.constantFrom('', '', '/', '/{rest...}'),
    )
    .map(([method, names, end]) => `${method} /${named(names).join('/')}${end}`);

const named = (names: readonly string[]): readonly string[] =>
  names.map((name, index) => (name === '{}' ? `{p${String(index)}}` : name));

/** Shapes of large tables, as the route of each index: those that are easy, and those that mix as much as they can. */
export const SHAPES: Readonly<Record<string, (index: number) => string>> = {
  'one literal and a parameter': (index) => `GET /v1/thing${String(index)}/{id}`,
  'a parameter before a literal': (index) => `GET /tenants/{t}/things${String(index)}/{id}`,
  'depths from two to eight': (index) => `GET /t/{t}/${'s/'.repeat(index % 7)}thing${String(index)}`,
  'parameters before literals and after them': (index) =>
    index % 2 === 0 ? `GET /a${String(index)}/x` : `GET /{p}/y${String(index)}`,
  'crossed parameters': (index) =>
    index % 2 === 0 ? `GET /a${String(index)}/{p}/c` : `GET /{q}/b${String(index)}/d`,
  'every mix in fourteen places': (index) =>
    `GET /${places(14, (bit) => ((index >> bit) & 1 ? 'a' : '{}'))}/end${String(index)}`,
  'every mix after a number': (index) =>
    `GET /${places(14, (bit) => ((index >> bit) & 1 ? 'one' : 'zero'))}/${places(14, (bit) => ((index >> ((bit * 5) % 14)) & 1 ? 'w' : '{}'))}`,
  'three that cross in a circle': (index) =>
    ['GET /{t}/users/a', 'GET /internal/{job}/run', 'GET /system/jobs/{id}'][index] ??
    `GET /{t}/users/a${String(index)}`,
  'wildcards below numbers': (index) => `GET /files${String(index)}/{path...}`,
  'wildcards and others, of every depth': (index) =>
    `GET /t/{t}/${'s/'.repeat(index % 7)}thing${String(index)}/${index % 2 === 0 ? '{path...}' : '{id}'}`,
  'one that leaves at each place': (index) => {
    const own = index % 23;
    return `GET /${places(24, (place) => (place === own ? `b${String(index)}` : place === own + 1 ? '{}' : 'a'))}`;
  },
};

function places(count: number, partAt: (place: number) => string): string {
  return named(Array.from({ length: count }, (_, place) => partAt(place))).join('/');
}

/** Shapes that no two of overlap in, and that cannot be distinguished by one look at each segment. */
export const ENTANGLED: Readonly<Record<string, (index: number) => string>> = {
  'three circles of many': (index) =>
    [
      `GET /a${String(index)}/{p}/c${String(index)}`,
      `GET /{q}/b${String(index)}/d`,
      `GET /x/y${String(index)}/{r}`,
    ][index % 3] ?? '',
  'a parameter that wanders': (index) =>
    `GET /${places(12, (place) => (place === index % 12 ? `u${String(index)}` : place === (index + 1) % 12 ? '{}' : 'v'))}`,
};

/** A path of the route, with this text for each of its parameters. */
export function filled(route: string, text: string): string {
  return route.replace(/^\w+ /u, '').replaceAll(/\{\w+(?:\.\.\.)?\}/gu, text);
}
