/** Durations up to a ceiling, as a pattern: the JSON Schema cannot calculate. */

import { parseDuration } from '../model/limits.js';

/** A whole number with a unit. */
export const DURATION = '^(?:0|[1-9]\\d{0,8})[smhd]$';

/** The durations from zero to a ceiling in seconds. */
export function durationPattern(ceiling: number): string {
  const units = ['s', 'm', 'h', 'd'].flatMap((unit) => {
    const most = Math.floor(ceiling / (parseDuration(`1${unit}`) ?? Infinity));
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
