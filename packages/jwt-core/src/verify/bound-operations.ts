/** The operations that the program has bound: a later policy may not have them any more. */

/** Names, each once, in the order in which they were bound. */
export class BoundOperations {
  readonly #names = new Set<string>();

  add(name: string): void {
    this.#names.add(name);
  }

  missingIn(operations: ReadonlyMap<string, unknown>): readonly string[] {
    return [...this.#names].filter((name) => !operations.has(name));
  }
}
