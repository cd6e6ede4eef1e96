/** JSON Pointers (RFC 6901) to places of a document. */

/** `/services/orders/accept/0` of its steps. */
export function pointerTo(...steps: readonly (string | number)[]): string {
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Whether a place is another one, or inside of it. */
export function isWithin(place: string, around: string): boolean {
  return place === around || place.startsWith(`${around}/`);
}

/** `Array.isArray` does not narrow a readonly list. */
export function isList<Item>(value: Item | readonly Item[]): value is readonly Item[] {
  return Array.isArray(value);
}
