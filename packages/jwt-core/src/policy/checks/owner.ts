/** Providers that sign under an `iss` of their own, and the profile that knows what they sign. */

import { canonicalType } from '../../jose/media-type.js';
import type { ProfileName } from '../document/document.js';
import type { Profile } from '../model/profile.js';
import { PROFILES } from '../model/profiles.js';
import type { ResolvedIssuer } from '../model/resolved-policy.js';

/** A profile whose provider signs under an `iss`. */
export interface Owner {
  readonly name: ProfileName;
  readonly because: string;
}

const OWNERS = (Object.entries(PROFILES) as [ProfileName, Profile][]).flatMap(([name, profile]) =>
  profile.owns === undefined ? [] : [{ name, profile, ...profile.owns }],
);

/**
 * The profile that must be named for this `iss`, where the issuer names another or none. What RFC 9068 says holds for
 * every provider that follows it: its `at+jwt` tokens need no profile.
 */
export function otherOwner(
  iss: string,
  { profile, types }: Pick<ResolvedIssuer, 'profile' | 'types'>,
): Owner | undefined {
  const owner = OWNERS.find(({ pattern }) => pattern.test(iss));
  if (owner === undefined || owner.name === profile) return undefined;
  if (profile !== undefined && owner.shared?.includes(profile) === true) return undefined;
  const isGeneric = profile === undefined || profile === 'rfc9068';
  const isRfc9068 = types.length > 0 && types.every((type) => canonicalType(type) === 'at+jwt');
  return isGeneric && isRfc9068 && [owner.profile.issuer.typ].flat().includes('at+jwt') ? undefined : owner;
}
