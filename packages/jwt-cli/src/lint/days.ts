/** Days between now and a date of the document. */

const DAY = 86_400_000;

/** Days until 00:00Z of the date, rounded up: not above zero once it has begun. */
export function daysUntil(date: string, now: number): number {
  return Math.ceil((Date.parse(date) - now) / DAY) + 0;
}
