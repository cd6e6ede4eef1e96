/** What a service would do that checks the signature alone. */

import { compactVerify, createRemoteJWKSet } from 'jose';
import type { Cell } from './calls.js';
import type { Tokens } from './rows.js';

/** How many of the denied requests have a token with a good signature. */
export async function countSignatureOnly(
  cells: readonly Cell[],
  tokens: Tokens,
  issuer: string,
): Promise<{ readonly accepted: number; readonly denied: number }> {
  const keys = createRemoteJWKSet(new URL('/jwks', issuer));
  const denied = cells.filter((cell) => cell.status !== 200);
  const verdicts = await Promise.all(
    denied.map(({ row, service }) =>
      compactVerify(tokens[row][service], keys).then(
        () => true,
        () => false,
      ),
    ),
  );
  return { accepted: verdicts.filter(Boolean).length, denied: denied.length };
}
