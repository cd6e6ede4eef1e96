/** Defaults and ceilings of what a policy document can set. */

const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** `15m` → 900. Returns `undefined` for what is not a whole number with a unit. */
export function parseDuration(text: string): number | undefined {
  const match = /^(0|[1-9]\d{0,8})([smhd])$/u.exec(text);
  if (match === null) return undefined;
  const [, amount, unit] = match;
  return Number(amount) * UNIT_SECONDS[unit as keyof typeof UNIT_SECONDS];
}

/** 900 → `15m`: in the largest unit that says it exactly. */
export function inUnits(seconds: number): string {
  const units = Object.entries(UNIT_SECONDS).toReversed();
  const [unit, size] = units.find((each) => seconds >= each[1] && seconds % each[1] === 0) ?? ['s', 1];
  return `${String(seconds / size)}${unit}`;
}

/** What holds when the document says nothing. Seconds and bytes. */
export const DEFAULT_LIMITS = {
  clockSkew: 5,
  maxLifetime: 3600,
  maxTokenBytes: 8192,
  maxStale: 14_400,
} as const;

/** What no document can exceed. Seconds and bytes. */
export const CEILINGS = {
  clockSkew: 60,
  maxLifetime: 86_400,
  maxAge: 86_400,
  maxStale: 86_400,
  maxTokenBytes: 16_384,
} as const;
