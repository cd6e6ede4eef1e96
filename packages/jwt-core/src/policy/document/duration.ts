/** Durations: a whole number with a unit, such as `15m`. */

/** A whole number with a unit: `s`, `m` (minutes), `h` or `d`. */
export type Duration = `${number}${'s' | 'm' | 'h' | 'd'}`;

/** A number and a unit, as a pattern. */
export const DURATION = '^(?:0|[1-9]\\d{0,8})[smhd]$';

const FORM = new RegExp(DURATION, 'u');
const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Whether this is a whole number with a unit. */
export function isDuration(text: string): text is Duration {
  return FORM.test(text);
}

/** `15m` → 900. */
export function secondsOf(duration: Duration): number {
  return Number(duration.slice(0, -1)) * UNIT_SECONDS[duration.slice(-1) as keyof typeof UNIT_SECONDS];
}

/** The durations from zero to a ceiling in seconds, as a pattern: the JSON Schema cannot calculate. */
export function durationPattern(ceiling: number): string {
  const units = Object.entries(UNIT_SECONDS).flatMap(([unit, size]) => {
    const most = Math.floor(ceiling / size);
    return most === 0 ? [] : [`(?:${countingUpTo(most)})${unit}`];
  });
  return `^(?:0[smhd]|${units.join('|')})$`;
}

/** The whole numbers from 1 to a ceiling: those with fewer digits, those with a lower digit somewhere, itself. */
function countingUpTo(ceiling: number): string {
  const digits = String(ceiling);
  const fewer = digits.length === 1 ? [] : [`[1-9]${anyDigits(digits.length - 2, true)}`];
  const lower = Array.from(digits, Number).flatMap((digit, index) => {
    const [least, most] = [index === 0 ? 1 : 0, digit - 1];
    if (most < least) return [];
    const range = least === most ? String(most) : `[${String(least)}-${String(most)}]`;
    return [`${digits.slice(0, index)}${range}${anyDigits(digits.length - index - 1)}`];
  });
  return [...fewer, ...lower, digits].join('|');
}

function anyDigits(count: number, orFewer = false): string {
  if (count === 0) return '';
  return orFewer ? `\\d{0,${String(count)}}` : `\\d{${String(count)}}`;
}
