/** Help with a mistyped name. */

/** ` Did you mean "x"?` for the nearest known name, or an empty string when none is near. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const near = nearest(name, known);
  return near === undefined ? '' : ` Did you mean "${near}"?`;
}

/** Names longer than this are not compared. */
const MAX_LENGTH = 64;

/** Names that are compared letter by letter. With thousands of names, that would be seconds for each mistake. */
const MAX_COMPARED = 50;

/** The nearest known name, where one is near. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = (name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3))) + 1;
  for (const candidate of likeliest(name, known, bestDistance)) {
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** The names of about the same length; of many, those that start and end like this one. */
function likeliest(name: string, known: Iterable<string>, bound: number): readonly string[] {
  const candidates: string[] = [];
  for (const each of known) {
    if (Math.abs(each.length - name.length) < bound && each.length <= MAX_LENGTH) candidates.push(each);
  }
  if (candidates.length <= MAX_COMPARED) return candidates;
  const byLikeness = Array.from({ length: MAX_LENGTH + 1 }, (): string[] => []);
  for (const each of candidates) byLikeness[likeness(name, each)]?.push(each);
  const chosen: string[] = [];
  for (const names of byLikeness.reverse()) {
    chosen.push(...names.slice(0, MAX_COMPARED - chosen.length));
    if (chosen.length === MAX_COMPARED) break;
  }
  return chosen;
}

/** How many letters are the same from the start and from the end. */
function likeness(left: string, right: string): number {
  const most = Math.min(left.length, right.length);
  let start = 0;
  while (start < most && left.charCodeAt(start) === right.charCodeAt(start)) start += 1;
  let end = 0;
  while (
    start + end < most &&
    left.charCodeAt(left.length - 1 - end) === right.charCodeAt(right.length - 1 - end)
  ) {
    end += 1;
  }
  return start + end;
}

/** Levenshtein distance where it is below the bound, else the bound or more. Only the band around the diagonal counts. */
function editDistance(left: string, right: string, bound: number): number {
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const from = Math.max(1, row - bound + 1);
    const to = Math.min(right.length, row + bound - 1);
    const current = new Array<number>(right.length + 1).fill(bound);
    if (from === 1) current[0] = row;
    let least = current[from - 1] ?? bound;
    for (let column = from; column <= to; column += 1) {
      const isSame = left.charCodeAt(row - 1) === right.charCodeAt(column - 1);
      const distance = Math.min(
        (previous[column - 1] ?? bound) + (isSame ? 0 : 1),
        (current[column - 1] ?? bound) + 1,
        (previous[column] ?? bound) + 1,
      );
      current[column] = distance;
      least = Math.min(least, distance);
    }
    if (least >= bound) return bound;
    previous = current;
  }
  return previous[right.length] ?? bound;
}

/** A list of names for a message; a long one is cut. */
export function listed(names: Iterable<string>): string {
  const all = [...names];
  const shown = all.slice(0, 10).join(', ');
  return all.length > 10 ? `${shown}, … (${String(all.length)} in all)` : shown;
}
