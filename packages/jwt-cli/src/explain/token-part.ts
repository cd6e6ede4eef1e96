/** What the token says of itself. Nothing of it is verified. */

import { count } from '../terminal/words.js';
import { indented, type Look } from './look.js';
import { plain, printable } from './printable.js';
import { iso } from './span.js';
import { readObject } from './throw-away-keys.js';

const SHOWN_CLAIMS = 16;

/** Header and claims; never the segments themselves. */
export function tokenPart(text: string | undefined, { columns, colours }: Look): string {
  if (text === undefined) return '';
  const [header, payload] = text.split('.').map(readObject);
  const claims = Object.entries(payload ?? {});
  const alg = header?.['alg'];
  if (claims.length === 0 && alg === undefined) return 'The token cannot be read.';
  const more = claims.length - SHOWN_CLAIMS;
  const lines = [
    ['header', ['alg', 'typ', 'kid'].map((name) => `${name} ${printable(header?.[name], 60)}`).join(', ')],
    ...claims.slice(0, SHOWN_CLAIMS).map(([name, value]) => [plain(name).slice(0, 24), claim(name, value)]),
    ...(more > 0 ? [['…', `and ${count(more, 'other claim')}`]] : []),
  ];
  const width = Math.max(...lines.map(([name = '']) => name.length)) + 2;
  return [
    colours.bold('Token, as it says itself'),
    ...lines.map(([name = '', value = '']) => indented(name.padEnd(width), value, 2, columns, colours)),
  ].join('\n');
}

function claim(name: string, value: unknown): string {
  const isTime = ['exp', 'iat', 'nbf', 'auth_time'].includes(name) && typeof value === 'number';
  const isDate = isTime && Math.abs(value) < 8_640_000_000_000;
  return isDate ? `${printable(value)}  ${iso(value * 1000)}` : printable(value);
}
