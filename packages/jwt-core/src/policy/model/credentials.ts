/** Where a service takes tokens from, as data. */

import type { CredentialDocument } from '../document/credentials.js';

/** One place. Header names are in lower case; schemes have none, and stay as they were written. */
export type ResolvedPlace =
  | { readonly in: 'authorization'; readonly schemes: readonly string[] }
  | { readonly in: 'cookie'; readonly name: string; readonly origins: readonly string[] }
  | {
      readonly in: 'header';
      readonly name: string;
      readonly scheme: string | undefined;
      /** `undefined`: the origin of a request is not asked. */
      readonly origins: readonly string[] | undefined;
    };

/** The `Authorization` header alone, where the document says nothing. It is one place, whatever its schemes. */
export function resolveCredentials(
  credentials: readonly CredentialDocument[] = ['header'],
): readonly ResolvedPlace[] {
  const schemes = credentials.flatMap((each) => authorizationScheme(each) ?? []);
  const places = credentials.map((each) =>
    authorizationScheme(each) === undefined ? resolvePlace(each) : undefined,
  );
  const first = places.indexOf(undefined);
  return places.flatMap((place, index) =>
    place === undefined ? (index === first ? [{ in: 'authorization', schemes }] : []) : [place],
  );
}

/** The scheme of an entry that is for the `Authorization` header. */
export function authorizationScheme(credential: CredentialDocument): string | undefined {
  if (credential === 'header') return 'Bearer';
  const { header, scheme } = credential;
  return header?.toLowerCase() === 'authorization' ? scheme : undefined;
}

function resolvePlace(credential: CredentialDocument): ResolvedPlace | undefined {
  if (credential === 'header') return undefined;
  const { cookie, csrf, header = '', scheme } = credential;
  if (cookie !== undefined) return { in: 'cookie', name: cookie, origins: csrf?.origins ?? [] };
  return { in: 'header', name: header.toLowerCase(), scheme, origins: csrf?.origins };
}
