/** A JSON value as this library hands it out: deeply frozen. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [member: string]: JsonValue };

/** Frozen claims of a token whose signature is good: own properties only, nothing inherited, finite numbers. */
export type Claims = Readonly<Record<string, JsonValue>>;
