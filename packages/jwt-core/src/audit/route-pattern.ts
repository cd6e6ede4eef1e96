/** Route patterns of Express and @koa/router, compared with `route:` templates of the policy. */

import type { RouterRoute } from './router-routes.js';

/** One segment of a pattern. A constrained parameter, such as `:id(\\d+)`, takes only some values. */
export type PatternSegment =
  { readonly literal: string } | { readonly parameter: string; readonly constraint: string | undefined };

/** A pattern, read. */
export interface RoutePattern {
  /** For messages. */
  readonly text: string;
  /** `undefined` where it is more than literal segments and parameters: a wildcard, a group, a regular expression. */
  readonly segments: readonly PatternSegment[] | undefined;
}

/** How the paths of a route lie to the paths of a template. */
export type Relation = 'same' | 'inside' | 'around' | 'crossing' | 'apart';

/** What every version of path-to-regexp takes literally. */
const LITERAL = /^[A-Za-z0-9\-._~%@,;=&]*$/u;
const PARAMETER = /^:(\w+)(?:\((.+)\))?$/u;

/** Joins the mount paths and the route's own path, and reads them. */
export function readPattern(path: readonly (string | RegExp)[]): RoutePattern {
  const texts = path.map((part) => (typeof part === 'string' ? part : String(part)));
  if (path.some((part) => typeof part !== 'string')) return { text: texts.join(' '), segments: undefined };
  const text = joinPaths(texts);
  return { text, segments: readSegments(text) };
}

/** Routers take one slash between a mount path and the rest, and none after a mount path alone. */
export function joinPaths(paths: readonly string[]): string {
  const joined = paths
    .map((path, index) => (index === paths.length - 1 ? path : path.replace(/\/+$/u, '')))
    .join('');
  const isMountAlone = paths.length > 1 && paths.at(-1) === '/' && joined !== '/';
  return isMountAlone ? joined.slice(0, -1) : joined || '/';
}

function readSegments(text: string): readonly PatternSegment[] | undefined {
  if (!text.startsWith('/')) return undefined;
  const segments: PatternSegment[] = [];
  for (const part of text.slice(1).split('/')) {
    const parameter = PARAMETER.exec(part);
    if (parameter?.[1] !== undefined) segments.push({ parameter: parameter[1], constraint: parameter[2] });
    else if (LITERAL.test(part)) segments.push({ literal: part });
    else return undefined;
  }
  return segments;
}

type Spelling = Pick<RouterRoute, 'caseSensitive' | 'strict'>;

/** How the paths that a router takes for this pattern lie to the paths of a template. */
export function relate(
  pattern: readonly PatternSegment[],
  template: readonly PatternSegment[],
  spelling: Spelling,
): Relation {
  const [ours, theirs] = [comparable(pattern, spelling), comparable(template, spelling)];
  if (ours.length !== theirs.length) return 'apart';
  let isInside = false;
  let isAround = false;
  for (const [index, segment] of ours.entries()) {
    const other = theirs[index];
    if (other === undefined) return 'apart';
    if ('literal' in segment && 'literal' in other) {
      if (!sameText(segment.literal, other.literal, spelling)) return 'apart';
    } else if ('literal' in segment) {
      if (segment.literal === '') return 'apart';
      isInside = true;
    } else if ('literal' in other) {
      if (other.literal === '') return 'apart';
      isAround = true;
    }
  }
  if (isInside && isAround) return 'crossing';
  return isInside ? 'inside' : isAround ? 'around' : 'same';
}

/** Whether the first pattern takes every path that the second one takes. */
export function covers(
  wide: readonly PatternSegment[],
  narrow: readonly PatternSegment[],
  spelling: Spelling,
): boolean {
  const others = comparable(narrow, spelling);
  const ours = comparable(wide, spelling);
  return ours.length === others.length && ours.every((each, index) => takes(each, others[index], spelling));
}

function takes(segment: PatternSegment, other: PatternSegment | undefined, spelling: Spelling): boolean {
  if (other === undefined) return false;
  if ('literal' in segment) return 'literal' in other && sameText(segment.literal, other.literal, spelling);
  if (segment.constraint === undefined) return !('literal' in other) || other.literal !== '';
  return !('literal' in other) && other.constraint === segment.constraint;
}

/** The places of a pattern's parameters by their names. */
export function parameterPlaces(segments: readonly PatternSegment[]): ReadonlyMap<string, number> {
  return new Map(
    segments.flatMap((each, place): [string, number][] =>
      'parameter' in each ? [[each.parameter, place]] : [],
    ),
  );
}

/** A router that is not strict takes a path with and without a final slash. */
function comparable(segments: readonly PatternSegment[], { strict }: Spelling): readonly PatternSegment[] {
  const last = segments.at(-1);
  const hasFinalSlash = last !== undefined && 'literal' in last && last.literal === '';
  return hasFinalSlash && !strict ? segments.slice(0, -1) : segments;
}

function sameText(left: string, right: string, { caseSensitive }: Spelling): boolean {
  return caseSensitive ? left === right : left.toLowerCase() === right.toLowerCase();
}
