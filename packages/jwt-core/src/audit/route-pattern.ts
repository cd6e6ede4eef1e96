/** Route patterns of Express and @koa/router, compared with `route:` templates of the policy. */

import type { RouterRoute } from './router-routes.js';

/** One segment of a pattern. A constrained parameter, such as `:id(\\d+)`, takes only some values. */
export type PatternSegment =
  { readonly literal: string } | { readonly parameter: string; readonly constraint: string | undefined };

/** The paths that a route or a template takes. */
export interface PathSet {
  readonly segments: readonly PatternSegment[];
  /** `undefined` where it takes nothing below its segments. */
  readonly below: Below | undefined;
}

/** What a wildcard takes besides one segment more and everything below. */
export interface Below {
  /** The path above it: `/files` of `/files/*`. */
  readonly bare: boolean;
  /** That path with a final slash: `/files/`. */
  readonly slash: boolean;
}

/** A pattern, read. */
export interface RoutePattern {
  /** For messages. */
  readonly text: string;
  /** `undefined` where it is more than literal segments, parameters and a wildcard: a group, a regular expression. */
  readonly paths: PathSet | undefined;
}

/** How the paths of a route lie to the paths of a template. */
export type Relation = 'same' | 'inside' | 'around' | 'crossing' | 'apart';

/** What every version of path-to-regexp takes literally. */
const LITERAL = /^[A-Za-z0-9\-._~%@,;=&]*$/u;
const PARAMETER = /^:(\w+)(?:\((.+)\))?$/u;

/**
 * Joins the mount paths and the route's own path, and reads them. Each version of a router writes wildcards in its own
 * way, so that the router is asked what its pattern `takes`.
 */
export function readPattern(
  path: readonly (string | RegExp)[],
  takes: ((path: string) => boolean) | undefined,
): RoutePattern {
  const texts = path.map((part) => (typeof part === 'string' ? part : String(part)));
  if (path.some((part) => typeof part !== 'string')) return { text: texts.join(' '), paths: undefined };
  const text = joinPaths(texts);
  const segments = readSegments(text);
  const paths = segments === undefined ? readOpen(texts, takes) : { segments, below: undefined };
  return { text, paths };
}

/** How a pattern can end that takes everything below: `/*`, `/*path`, `/:path(.*)`, `{/*path}`, or `*` alone. */
const OPEN_END = /(?:\{\/[^/]*\}|(?:^|\/)[^/]*)$/u;

/** Segments that no route has as literals. */
const SAMPLES = ['/a-value', '/a-value/of', '/a-value/of/no.route'];

function readOpen(
  texts: readonly string[],
  takes: ((path: string) => boolean) | undefined,
): PathSet | undefined {
  const own = (texts.at(-1) ?? '').replace(OPEN_END, '');
  const segments = readBefore([...texts.slice(0, -1), own]);
  const ownSegments = readBefore([own]);
  if (segments === undefined || ownSegments === undefined || takes === undefined) return undefined;
  const sample = ownSegments.map((each) => ('literal' in each ? `/${each.literal}` : SAMPLES[0])).join('');
  if (!SAMPLES.every((each) => takes(sample + each))) return undefined;
  const slash = takes(`${sample}/`);
  // A router that is mounted is given `/` for its mount path alone.
  return { segments, below: { slash, bare: sample === '' ? slash : takes(sample) } };
}

function readBefore(texts: readonly string[]): readonly PatternSegment[] | undefined {
  const text = joinPaths([...texts, '/']);
  return text === '/' ? [] : readSegments(text);
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
export function relate(pattern: PathSet, template: PathSet, spelling: Spelling): Relation {
  const [ours, theirs] = [trim(pattern), trim(template)];
  const ends = relateEnds(ours, theirs, spelling);
  if (ends === 'apart') return 'apart';
  let isInside = ends === 'inside';
  let isAround = ends === 'around';
  for (const [index, segment] of ours.segments.entries()) {
    const other = theirs.segments[index];
    if (other === undefined) break;
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

/** The same for paths of which the segments that both have are the same. */
function relateEnds(ours: Trimmed, theirs: Trimmed, { strict }: Spelling): Relation {
  const depth = ours.segments.length - theirs.segments.length;
  if (ours.below === undefined && theirs.below === undefined) {
    return depth === 0 && (!strict || ours.hasSlash === theirs.hasSlash) ? 'same' : 'apart';
  }
  if (ours.below === undefined) return depth > 0 ? 'inside' : 'apart';
  if (theirs.below === undefined) {
    const takesPath = theirs.hasSlash ? ours.below.slash : ours.below.bare;
    return depth < 0 || (depth === 0 && takesPath) ? 'around' : 'apart';
  }
  return depth === 0 ? 'same' : depth > 0 ? 'inside' : 'around';
}

/** Whether the first pattern takes every path that the second one takes. */
export function covers(wide: PathSet, narrow: PathSet, spelling: Spelling): boolean {
  const [ours, theirs] = [trim(wide), trim(narrow)];
  return (
    coversEnd(ours, theirs, spelling) &&
    ours.segments.every((each, index) => takesSegment(each, theirs.segments[index], spelling))
  );
}

function coversEnd(ours: Trimmed, theirs: Trimmed, { strict }: Spelling): boolean {
  const depth = theirs.segments.length - ours.segments.length;
  if (ours.below === undefined) {
    return theirs.below === undefined && depth === 0 && (!strict || ours.hasSlash === theirs.hasSlash);
  }
  if (depth !== 0) return depth > 0;
  const { hasSlash, segments } = theirs;
  // The root has one spelling.
  const isExact = strict || segments.length === 0;
  const asked = theirs.below ?? { slash: hasSlash || !isExact, bare: !hasSlash || !isExact };
  return (ours.below.slash || !asked.slash) && (ours.below.bare || !asked.bare);
}

function takesSegment(
  segment: PatternSegment,
  other: PatternSegment | undefined,
  spelling: Spelling,
): boolean {
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

/** The segments without a final slash, which a router that is not strict does not distinguish. */
interface Trimmed extends PathSet {
  readonly hasSlash: boolean;
}

function trim({ segments, below }: PathSet): Trimmed {
  const last = segments.at(-1);
  const hasSlash = last !== undefined && 'literal' in last && last.literal === '';
  return { segments: hasSlash ? segments.slice(0, -1) : segments, hasSlash, below };
}

function sameText(left: string, right: string, { caseSensitive }: Spelling): boolean {
  return caseSensitive ? left === right : left.toLowerCase() === right.toLowerCase();
}
