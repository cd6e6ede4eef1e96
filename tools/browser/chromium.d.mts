/** The path of Chromium, or `undefined`. */
export function findChromium(): string | undefined;
/** The path of Chromium. `install`: where it is missing; in CI by default. */
export function chromium(options?: { readonly install?: boolean }): string;
