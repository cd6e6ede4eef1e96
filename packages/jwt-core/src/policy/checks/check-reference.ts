import type { Path, Report } from '../problem.js';
import { cut } from '../../io/printable.js';
import { didYouMean, listed } from '../../options/did-you-mean.js';

/** To look for a near name costs as much as there are names: whoever gets so many wrong needs no more help. */
const MOST_HINTS = 50;
const HINTS = new WeakMap<object, { readonly names: readonly string[]; given: number }>();

/** Whether a name is known; what it may have meant is reported. */
export function checkReference(
  name: string,
  known: object,
  what: string,
  path: Path,
  report: Report,
): boolean {
  if (Object.hasOwn(known, name)) return true;
  report('undefined_reference', path, `There is no ${what} named "${cut(name)}".${hintFor(name, known)}`);
  return false;
}

function hintFor(name: string, known: object): string {
  const hints = HINTS.get(known) ?? { names: Object.keys(known), given: 0 };
  HINTS.set(known, hints);
  hints.given += 1;
  if (hints.given > MOST_HINTS || hints.names.length === 0) return '';
  const near = didYouMean(name, hints.names);
  return near === '' ? ` Known: ${listed(hints.names)}.` : near;
}
