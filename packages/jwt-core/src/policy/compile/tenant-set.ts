const SETS = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Tenants as a set. Many issuers and services can have one list of tenants, from one file: they share one set. */
export function setOf(tenants: readonly string[] | undefined): ReadonlySet<string> | undefined {
  if (tenants === undefined) return undefined;
  const known = SETS.get(tenants) ?? new Set(tenants);
  SETS.set(tenants, known);
  return known;
}
