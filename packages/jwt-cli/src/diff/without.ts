/** A copy without some of its members. */
export function without<Value extends object, Key extends keyof Value>(
  value: Value,
  ...keys: readonly Key[]
): Omit<Value, Key> {
  const names = new Set<string>(keys.map(String));
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.has(name))) as Omit<Value, Key>;
}
