/**
 * Faults that no test can notice, and why. `line` is a part of the line, `text` what was replaced, `into` by what.
 */
export const EQUIVALENTS = [];
