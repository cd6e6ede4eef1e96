/** The line that a problem is about, with a caret under the place, in the 80 columns of a terminal. */

import { printable } from './characters.js';
import type { Lines, Place } from './lines.js';
import { isEntryOfKeys, isSecretivePath, isSecretiveText } from './secretive.js';

const GUTTER = 5;
const WIDEST = 80 - GUTTER - ' | '.length;

/** Two lines, or none where somebody may have written what must not be printed. */
export function excerpt(lines: Lines, { line, column }: Place, pointer: string): readonly string[] {
  const text = lines.line(line);
  const path = pointer.split('/').slice(1);
  if (isSecretivePath(path) || isEntryOfKeys(path)) return [];
  if (isSecretiveText(around(text, column)) || isBelowSecret(lines, line)) return [];
  const { shown, caret } = cutOut(text, column);
  const number = String(line).padStart(GUTTER);
  return [`${number} | ${printable(shown)}`, `${' '.repeat(number.length)} | ${' '.repeat(caret)}^`];
}

/** A part of the line with the place in it. Tabs become one space, so that the caret stands right. */
function cutOut(text: string, column: number): { readonly shown: string; readonly caret: number } {
  if (text.length < WIDEST) return { shown: text, caret: column - 1 };
  if (column <= WIDEST / 2) return { shown: `${text.slice(0, WIDEST - 1)}…`, caret: column - 1 };
  // Room for an ellipsis on both sides; the place may be the end of the line, behind its last character.
  const room = WIDEST - 2;
  const start = Math.min(column - 1 - Math.floor(room / 2), text.length + 1 - room);
  const shown = `…${text.slice(start, start + room)}${start + room < text.length ? '…' : ''}`;
  return { shown, caret: column - start };
}

/** A line may be the whole document: what could be told of the place stands near it. */
const NEAR = 1000;

function around(text: string, column: number): string {
  return text.slice(Math.max(0, column - NEAR), column + NEAR);
}

/** How many lines up a secret's key is looked for. */
const FARTHEST = 1000;

/** A value may stand on lines of its own: below its key, which is the line before, or indented less. */
function isBelowSecret(lines: Lines, line: number): boolean {
  let indent = indentOf(lines.line(line));
  let isNext = true;
  for (let above = line - 1; above > 0 && line - above < FARTHEST; above -= 1) {
    const text = lines.line(above);
    if (/^\s*(?:#|$)/u.test(text)) continue;
    const start = indentOf(text);
    if ((isNext || start < indent) && isSecretiveText(text.slice(-NEAR))) return true;
    indent = Math.min(indent, start);
    if (indent === 0 && !isNext) return false;
    isNext = false;
  }
  return false;
}

function indentOf(line: string): number {
  const start = line.search(/[^ \t]/u);
  return start === -1 ? Number.POSITIVE_INFINITY : start;
}
