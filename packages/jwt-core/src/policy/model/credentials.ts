/** Where a service takes tokens from, as data. */

import type { CredentialDocument } from '../document/credentials.js';

/** One place. Header names are in lower case. */
export type ResolvedPlace =
  | { readonly in: 'authorization' }
  | { readonly in: 'cookie'; readonly name: string; readonly origins: readonly string[] }
  | { readonly in: 'header'; readonly name: string; readonly scheme: 'Bearer' | undefined };

const AUTHORIZATION: ResolvedPlace = { in: 'authorization' };

/** The `Authorization` header alone, where the document says nothing. */
export function resolveCredentials(
  credentials: readonly CredentialDocument[] = ['header'],
): readonly ResolvedPlace[] {
  return credentials.map((each) => {
    if (each === 'header') return AUTHORIZATION;
    if ('cookie' in each) return { in: 'cookie', name: each.cookie, origins: each.csrf.origins };
    return { in: 'header', name: each.header.toLowerCase(), scheme: each.scheme };
  });
}
