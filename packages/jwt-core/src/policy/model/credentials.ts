/** Where a service takes tokens from, as data. */

import type { CredentialDocument } from '../document/credentials.js';

/** One place. Header names are in lower case. */
export type ResolvedPlace =
  | { readonly in: 'authorization' }
  | { readonly in: 'cookie'; readonly name: string; readonly origins: readonly string[] }
  | {
      readonly in: 'header';
      readonly name: string;
      readonly scheme: 'Bearer' | undefined;
      /** `undefined`: the origin of a request is not asked. */
      readonly origins: readonly string[] | undefined;
    };

const AUTHORIZATION: ResolvedPlace = { in: 'authorization' };

/** The `Authorization` header alone, where the document says nothing. */
export function resolveCredentials(
  credentials: readonly CredentialDocument[] = ['header'],
): readonly ResolvedPlace[] {
  return credentials.map((each) => {
    if (each === 'header') return AUTHORIZATION;
    const { cookie, csrf, header = '', scheme } = each;
    if (cookie !== undefined) return { in: 'cookie', name: cookie, origins: csrf?.origins ?? [] };
    return { in: 'header', name: header.toLowerCase(), scheme, origins: csrf?.origins };
  });
}
