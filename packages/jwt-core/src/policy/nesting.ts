/**
 * How deep a text nests, told before the YAML parser composes it. The parser recurses: where its stack overflows
 * inside a regular expression, V8 ends the process, and nothing can catch that.
 */

import { Lexer } from 'yaml';

/** Far above what a policy document may nest, far below what the stack bears. */
const DEEPEST_TEXT = 100;

/** Of the tokens of the library's lexer, those that only mark what follows. */
const MARKERS = new Set(['\u{2}', '\u{18}', '\u{1F}', '\u{FEFF}']);

/** Where a text first nests too deeply, as an offset; `undefined` where it does not. */
export function findDeepNesting(text: string): number | undefined {
  const columns: number[] = []; // of the block collections that are open
  let flow = 0;
  let offset = 0;
  let lineStart = 0;
  let isLeading = true; // a block collection can open here
  for (const token of new Lexer().lex(text)) {
    if (MARKERS.has(token)) continue;
    if (token === '{' || token === '[') flow += 1;
    if (token === '}' || token === ']') flow = Math.max(0, flow - 1);
    if (isLeading && flow === 0 && /\S/u.test(token)) open(columns, offset - lineStart);
    if (columns.length + flow > DEEPEST_TEXT) return offset;
    offset += token.length;
    if (token.includes('\n')) [isLeading, lineStart] = [true, offset];
    else if (/\S/u.test(token)) isLeading = /^[-?:]$/u.test(token);
  }
  return undefined;
}

/** A collection at this column ends those that are not further to the left. */
function open(columns: number[], column: number): void {
  while ((columns.at(-1) ?? -1) >= column) columns.pop();
  columns.push(column);
}
