/** Which middleware of ours runs before a route, and whether it can judge there. */

import type { MiddlewareMark } from '@org/jwt-core/adapter';
import type { PathPattern, UseLayer } from './router-stack.js';

/** Middleware of ours in a `use()`, what takes requests to it, and how many mount paths lead there. */
export interface Before {
  readonly handle: object;
  readonly layer: UseLayer;
  readonly depth: number;
}

/** Mount paths and the path of a route, outermost first. */
export interface WholePath {
  readonly path: readonly PathPattern[];
  /** Of each of them, whether its router distinguishes case. */
  readonly cases: readonly boolean[];
}

/** What no mount path has as a literal segment. */
const SAMPLE = 'a-value-of-no-route';

/** A path that the pattern takes, as far as a pattern of literals and parameters goes. */
export function sampleOf(path: readonly PathPattern[]): string {
  return path
    .join('')
    .replace(/:\w+(?:\([^)]*\))?/gu, SAMPLE)
    .replace(/\/+/gu, '/');
}

/** Whether middleware of a `use()` runs before a route, also where a client writes the path in another case. */
export function runsBefore({ layer, depth }: Before, { path, cases }: WholePath): boolean {
  if (layer.isRoot) return true;
  const rest = path.slice(depth);
  if (rest.some((part) => typeof part !== 'string')) return false;
  const upper = rest.map((part, index) => {
    const sample = sampleOf([part]);
    return cases[depth + index] === true ? sample : sample.toUpperCase();
  });
  return layer.takes(sampleOf(rest)) && layer.takes(sampleOf(upper));
}

/**
 * Whether a guard that is below this path can judge there: elsewhere than where its `mountPath` says, every request
 * ends in an error. Of a router alone, it is not known what is in front of the path.
 */
export function fitsMount(mark: MiddlewareMark, path: readonly PathPattern[], isRooted: boolean): boolean {
  if (mark.operation !== undefined) return true;
  // What a regular expression takes is not known: a guard with a path throws for what does not fit.
  if (path.some((part) => typeof part !== 'string')) return mark.mountPath !== undefined;
  const actual = segmentsOf(sampleOf(path));
  const said = segmentsOf(mark.mountPath ?? '');
  if (isRooted ? said.length !== actual.length : said.length < actual.length) return false;
  return said.slice(said.length - actual.length).every((segment, index) => takes(segment, actual[index]));
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function takes(segment: string, sample: string | undefined): boolean {
  return segment.startsWith(':') || segment.toLowerCase() === sample?.toLowerCase();
}
