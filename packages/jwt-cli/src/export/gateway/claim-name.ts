/** A claim in a message. */

import type { ClaimTest } from './claim-test.js';

/** A plain name, or a JSON Pointer, as policies write them. */
export function claimName({ part, path }: Pick<ClaimTest, 'part' | 'path'>): string {
  const [name = '', ...more] = path;
  if (part === 'header') return `the header's ${path.join('/')}`;
  return more.length === 0 ? name : `/${path.join('/')}`;
}
