/** Which provider an issuer belongs to. */

import { PROFILES, type ProfileName } from '@org/jwt-core/policy';

/** What fits these says nothing of a provider. */
const ANY_ISSUER = [
  'https://id.example',
  'https://id.example/',
  'https://id.example/path',
  'https://id.example/path/',
];

/** The profile whose own issuers look like this one, and no other's; `undefined` where it could be any. */
export function recognise(iss: string): ProfileName | undefined {
  const named = Object.entries(PROFILES) as [ProfileName, (typeof PROFILES)[ProfileName]][];
  const owners = named.filter(([, { owns }]) => owns?.pattern.test(iss));
  const [owner] = owners.filter(([name]) => !isIdTokenProfile(name));
  if (owner !== undefined) return owner[0];
  const fitting = named.filter(([, { issForm }]) => {
    if (issForm === undefined || ANY_ISSUER.some((any) => issForm.pattern.test(any))) return false;
    return issForm.pattern.test(iss);
  });
  return fitting.length === 1 ? fitting[0]?.[0] : undefined;
}

/** Its tokens name a client: a service takes them only where it is that client, and says so. */
function isIdTokenProfile(name: ProfileName): boolean {
  return PROFILES[name].issuer.tokens === 'id';
}
