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

/** Finite numbers, whole characters, at most 16 deep. */
export function isWhole(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string') return !/\p{Surrogate}/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth > 16) return false;
  return Object.entries(value).every(([name, member]) => isWhole(name, depth) && isWhole(member, depth + 1));
}
