import type { HeaderPair } from './problem.js';

/**
 * For adapters: response headers by name, to be set in place of what was set before. Several values of one name, such
 * as two challenges, stay several.
 */
export function headersByName(pairs: readonly HeaderPair[]): Readonly<Record<string, string | string[]>> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of pairs) {
    const before = headers[name];
    headers[name] = before === undefined ? value : [before, value].flat();
  }
  return headers;
}
