/** The line that a problem is about, with a caret under the place, in the 80 columns of a terminal. */

import { printable } from '../io/printable.js';
import type { Lines, Place, Span } from './text/lines.js';
import { isSecretiveText, PUBLIC_SECTIONS } from './text/secretive.js';

const GUTTER = 5;
const MAX_WIDTH = 80 - GUTTER - ' | '.length;

/**
 * Two lines, or none where a secret may be. Without `hidden`, the text could not be read: then only the lines around the
 * place say what it belongs to.
 */
export function excerpt(lines: Lines, place: Place, hidden: readonly Span[] | undefined): readonly string[] {
  const line = lines.line(place.line);
  if (hidden === undefined ? !isKnownToBePublic(lines, place.line) : isBelowSecret(lines, place.line))
    return [];
  const start = lines.start(place.line);
  const at = start + place.column - 1;
  if (hidden?.some((span) => span.start <= at && at < span.end) === true) return [];
  const before = withoutHidden(line.slice(0, place.column - 1), start, hidden);
  const visible = before + withoutHidden(line.slice(place.column - 1), at, hidden);
  const { shown, caret } = cutOut(visible, before.length + 1);
  if (isSecretiveText(shown)) return [];
  const number = String(place.line).padStart(GUTTER);
  return [`${number} | ${printable(shown)}`, `${' '.repeat(number.length)} | ${' '.repeat(caret)}^`];
}

/** A part of the text, each of its hidden parts as one character. */
function withoutHidden(part: string, offset: number, hidden: readonly Span[] = []): string {
  let visible = '';
  let from = 0;
  for (const { start, end } of hidden) {
    if (end <= offset + from || start >= offset + part.length) continue;
    visible += `${part.slice(from, Math.max(from, start - offset))}…`;
    from = end - offset;
  }
  return visible + part.slice(from);
}

/** A part of the line with the place in it. Tabs become one space, so that the caret is under the place. */
function cutOut(text: string, column: number): { readonly shown: string; readonly caret: number } {
  if (text.length < MAX_WIDTH) return { shown: text, caret: column - 1 };
  if (column <= MAX_WIDTH / 2) return { shown: `${text.slice(0, MAX_WIDTH - 1)}…`, caret: column - 1 };
  // Room for an ellipsis on both sides; the place may be the end of the line, after its last character.
  const room = MAX_WIDTH - 2;
  const start = Math.min(column - 1 - Math.floor(room / 2), text.length + 1 - room);
  const shown = `…${text.slice(start, start + room)}${start + room < text.length ? '…' : ''}`;
  return { shown, caret: column - start };
}

/** Characters: of a long line, its start and its end say what it is about. */
const NEAR = 1000;

/** Lines that are looked through for the start of a section. */
const MAX_LINES_ABOVE = 1000;

const PUBLIC_SECTION = new RegExp(`^\\s*["']?(?:${PUBLIC_SECTIONS})["']?\\s*:`, 'u');

/** Whether a line is in a section without secrets, by the indentation of the lines above it. */
function isKnownToBePublic(lines: Lines, line: number): boolean {
  if (isBelowSecret(lines, line)) return false;
  let indent = Number.POSITIVE_INFINITY;
  let isPublic = false;
  for (let above = line; above > 0 && indent > 0 && line - above < MAX_LINES_ABOVE; above -= 1) {
    const text = lines.line(above);
    const start = text.search(/[^ \t]/u);
    if (above < line && (start === -1 || start >= indent || text.startsWith('#', start))) continue;
    if ([text.slice(0, NEAR), text.slice(-NEAR)].some(isSecretiveText)) return false;
    isPublic ||= PUBLIC_SECTION.test(text);
    indent = start === -1 ? indent : start;
  }
  return isPublic;
}

/** Whether the last line that says anything sounds like a secret: its value may be on this one, indented wrongly. */
function isBelowSecret(lines: Lines, line: number): boolean {
  for (let above = line - 1; above > 0 && line - above < MAX_LINES_ABOVE; above -= 1) {
    const text = lines.line(above);
    if (!/^\s*(?:#|$)/u.test(text)) return isSecretiveText(text.slice(-NEAR));
  }
  return false;
}
