import type { Path, Report } from '../problems.js';
import { didYouMean, listed } from '../suggest.js';

/** Whether a name is known; what it may have meant is reported. */
export function checkReference(
  name: string,
  known: object,
  what: string,
  path: Path,
  report: Report,
): boolean {
  if (Object.hasOwn(known, name)) return true;
  const names = Object.keys(known);
  const near = didYouMean(name, names);
  const hint = near === '' && names.length > 0 ? ` Known: ${listed(names)}.` : near;
  report('undefined_reference', path, `There is no ${what} named "${name}".${hint}`);
  return false;
}
