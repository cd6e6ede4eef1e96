/** What `JSON.parse` lets pass. */

/** Does an object of this text, which is JSON, name a member twice, however it is spelled? */
export function hasDuplicates(text: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  // Strings first, so that no brace or colon inside one counts. A name is a string before a colon.
  for (const [token, name] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[[\]{}]/gu)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    if (name === undefined) continue;
    const names = open.at(-1);
    const read = String(JSON.parse(name));
    if (names?.has(read) === true) return true;
    names?.add(read);
  }
  return false;
}

/** At most 16 deep, and fewer than 1024 commas, also in what `JSON.parse` drops. */
export function isBounded(text: string): boolean {
  const structure = text.replaceAll(/"(?:[^"\\]|\\.)*"/gu, '');
  let depth = 0;
  for (const each of structure) {
    if ('[{'.includes(each)) depth += 1;
    if (']}'.includes(each)) depth -= 1;
    if (depth > 16) return false;
  }
  return structure.split(',').length <= 1024;
}

/** Finite numbers, whole characters. */
export function isWhole(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string') return !/\p{Surrogate}/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, member]) => isWhole(name) && isWhole(member));
}
