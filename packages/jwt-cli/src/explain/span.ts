/** Moments and spans for people. */

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const;

/** `252_000` → `4m 12s`: the two largest units that there are. */
export function span(milliseconds: number): string {
  let rest = Math.round(Math.abs(milliseconds) / 1000);
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0) parts.push(`${String(amount)}${unit}`);
  }
  return parts.length === 0 ? '0s' : parts.slice(0, 2).join(' ');
}

/** `2026-11-28T10:04:12Z, in 4m 12s`. */
export function moment(at: number, now: number): string {
  const distance = at > now ? `in ${span(at - now)}` : `${span(now - at)} ago`;
  return `${iso(at)}, ${distance}`;
}

/** In UTC, to the second. */
export function iso(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/u, 'Z');
}
