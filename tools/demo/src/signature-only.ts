/** The habit that this library replaces: a good signature is enough. */

import { compactVerify, createRemoteJWKSet } from 'jose';
import type { Cell } from './calls.js';
import type { Tokens } from './rows.js';

/** How many of the refused requests a service would have let through that only checks the signature. */
export async function countSignatureOnly(
  cells: readonly Cell[],
  tokens: Tokens,
  issuer: string,
): Promise<{ readonly accepted: number; readonly refused: number }> {
  const keys = createRemoteJWKSet(new URL('/jwks', issuer));
  const refused = cells.filter((cell) => cell.status !== 200);
  const verdicts = await Promise.all(
    refused.map(({ row, service }) =>
      compactVerify(tokens[row][service], keys).then(
        () => true,
        () => false,
      ),
    ),
  );
  return { accepted: verdicts.filter(Boolean).length, refused: refused.length };
}
