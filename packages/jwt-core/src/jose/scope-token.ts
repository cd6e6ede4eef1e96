/** RFC 6749 §3.3 `scope-token`: printable ASCII without a space, a quote and a backslash. */
export const SCOPE_TOKEN: RegExp = /^[\x21\x23-\x5B\x5D-\x7E]+$/u;
