import { readFileSync } from 'node:fs';

/** The version of the whole set. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const { version: written } = manifest as { readonly version: string };
  return written;
}
