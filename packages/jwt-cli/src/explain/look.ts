/** How wide and how coloured; and texts that are wrapped under themselves. */

import type { Colours, Terminal } from '../terminal/terminal.js';
import { wrap } from '../terminal/words.js';

/** See above. */
export type Look = Pick<Terminal, 'columns' | 'colours'>;

/** A title, and a text that is wrapped under itself. */
export function indented(
  title: string,
  text: string,
  indent: number,
  columns: number,
  colours: Colours,
): string {
  const before = ' '.repeat(indent + title.length);
  return broken(text, columns, before).replace(before, `${' '.repeat(indent)}${colours.dim(title)}`);
}

/** Words that are longer than the line are broken. */
function broken(text: string, columns: number, indent: string): string {
  const width = Math.max(20, columns - indent.length);
  const short = text
    .split(' ')
    .map((word) => word.replaceAll(new RegExp(`.{${String(width)}}(?=.)`, 'gu'), '$& '))
    .join(' ');
  return wrap(short, columns, indent);
}
