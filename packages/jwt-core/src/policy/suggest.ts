/** Help for whoever mistyped a name. */

/** ` Did you mean "x"?` for the nearest known name, or an empty string when none is near. */
export function didYouMean(name: string, known: Iterable<string>): string {
  let best: string | undefined;
  let bestDistance = (name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3))) + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best === undefined ? '' : ` Did you mean "${best}"?`;
}

/** Levenshtein distance where it is below the bound, else the bound or more. Names longer than 64 are not compared. */
function editDistance(left: string, right: string, bound: number): number {
  if (left.length > 64 || right.length > 64) return Number.POSITIVE_INFINITY;
  if (Math.abs(left.length - right.length) >= bound) return bound;
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      const insertion = (current[column - 1] ?? 0) + 1;
      const deletion = (previous[column] ?? 0) + 1;
      current.push(Math.min(substitution, insertion, deletion));
    }
    if (Math.min(...current) >= bound) return bound;
    previous = current;
  }
  return previous[right.length] ?? 0;
}

/** A list of names for a message; a long one is cut. */
export function listed(names: Iterable<string>): string {
  const all = [...names];
  const shown = all.slice(0, 10).join(', ');
  return all.length > 10 ? `${shown}, … (${String(all.length)} in all)` : shown;
}
