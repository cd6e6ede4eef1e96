/** The entries of a key that holds one of a kind, or a list of them. */
export function listOf<Entry extends object>(entries: Entry | readonly Entry[]): readonly Entry[] {
  return isList(entries) ? entries : [entries];
}

/** Whether a key holds a list. `Array.isArray` does not tell the compiler so of readonly lists. */
export function isList<Entry extends object>(entries: Entry | readonly Entry[]): entries is readonly Entry[] {
  return Array.isArray(entries);
}
