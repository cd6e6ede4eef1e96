// What a list of measured numbers says.

export function quantile(values, part) {
  const sorted = [...values].sort((left, right) => left - right);
  const place = (sorted.length - 1) * part;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

export const median = (values) => quantile(values, 0.5);

/** Quartiles, with the median in the middle. */
export const spread = (values) => [0.25, 0.5, 0.75].map((part) => quantile(values, part));
