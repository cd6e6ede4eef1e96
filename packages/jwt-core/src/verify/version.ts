/** The version of this package. A test compares it with `package.json`, which a bundle does not carry along. */
export const VERSION: string = '0.1.0';
