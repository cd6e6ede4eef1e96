/** Moments and spans of time in words: as the claims have them, and as a person reads them. */

/** The last second that a JavaScript date can name (ECMA-262 §21.4.1.1). */
const MAX_SECONDS = 8_640_000_000_000;

/** `2027-01-15T08:00:00Z (1800000000)`; the number alone where no calendar goes so far. */
export function instantInWords(seconds: number): string {
  if (Math.abs(seconds) > MAX_SECONDS) return String(seconds);
  const iso = new Date(Math.floor(seconds) * 1000).toISOString().replace('.000Z', 'Z');
  return `${iso} (${String(seconds)})`;
}

/** The same, and how far from now: `…, 5m ago`. */
export function instantFromNow(seconds: number, now: number): string {
  const words = instantInWords(seconds);
  return seconds > now
    ? `${words}, in ${spanInWords(seconds - now)}`
    : `${words}, ${spanInWords(now - seconds)} ago`;
}

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const;

/** `90` → `1m 30s`, in whole seconds. */
export function spanInWords(seconds: number): string {
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${String(count)}${unit}`);
  }
  return parts.length === 0 ? '0s' : parts.join(' ');
}
