/** A document may narrow what a profile says of a provider, and never widen it. */

import { canonicalAlgorithm } from '../../jose/algorithms.js';
import { canonicalType } from '../../jose/media-type.js';
import { listed } from '../../options/did-you-mean.js';
import type { IssuerDocument, Matcher } from '../document/document.js';
import { listedAlgorithms } from '../document/key-sources.js';
import { expandIss } from '../model/issuer.js';
import type { Profile } from '../model/profile.js';
import { PROFILES } from '../model/profiles.js';
import type { ResolvedIssuer } from '../model/resolved-policy.js';
import type { DocumentPlace } from '../problem.js';
import { otherOwner } from './owner.js';

/** Reports where an issuer leaves its profile, lacks the one that its `iss` asks for, or leaves out what the profile wants said. */
export function checkProfile(issuer: IssuerDocument, resolved: ResolvedIssuer, place: DocumentPlace): void {
  const isForeign = checkOwner(resolved, place.at('iss'));
  const { profile: name, typ, scopes } = issuer;
  if (name === undefined) return;
  const profile = PROFILES[name];
  const widens: Widens = (key, message) => {
    place.at(key).report('widening', `The profile ${name} ${message}`);
  };
  if (!isForeign) checkIss(issuer, profile, widens);
  checkAlgorithms(issuer, profile, widens);
  if (typ !== undefined && !profile.types.map(canonicalType).includes(canonicalType(typ))) {
    widens('typ', `takes ${listed(profile.types)}: write one of them, or leave typ out.`);
  }
  if (profile.audienceFromScope === true && scopes !== undefined) {
    widens('scopes', 'reads the audience from the scopes, and from no other claim: leave scopes out.');
  }
  checkPrincipal(issuer, profile, widens);
  checkPinned(issuer, profile, place.at('require'));
}

type Widens = (key: string, message: string) => void;

/**
 * Under another profile, or none, a provider's tokens would pass without what its own profile demands of them. With a
 * template, every `iss` that comes of it is looked at: a tenant may be a host.
 */
function checkOwner(issuer: ResolvedIssuer, place: DocumentPlace): boolean {
  for (const { iss } of expandIss(issuer)) {
    const owner = otherOwner(iss, issuer);
    if (owner === undefined) continue;
    const found = issuer.profile === undefined ? 'no profile' : `profile: ${issuer.profile}`;
    place.invalid(`Expected profile: ${owner.name} for this iss, found ${found}: ${owner.because}`);
    return true;
  }
  return false;
}

function checkIss({ iss }: IssuerDocument, { iss: known, issForm }: Profile, widens: Widens): void {
  if (iss === undefined || iss === known) return;
  if (issForm === undefined) {
    if (known !== undefined) widens('iss', `has the iss "${known}": leave iss out.`);
  } else if (!issForm.pattern.test(iss)) {
    widens('iss', `has an iss of the form ${issForm.words}, found another one.`);
  }
}

function checkAlgorithms({ algs, keys }: IssuerDocument, { algs: taken }: Profile, widens: Widens): void {
  const written = algs ?? listedAlgorithms(keys) ?? [];
  const known = taken?.map(canonicalAlgorithm);
  const extra = written.filter((alg) => known?.includes(canonicalAlgorithm(alg)) === false);
  if (extra.length === 0) return;
  const key = algs === undefined ? 'keys' : 'algs';
  widens(key, `has no ${extra.join(', ')}: write some of ${listed(taken ?? [])}, or leave algs out.`);
}

function checkPrincipal({ principal }: IssuerDocument, { principal: known }: Profile, widens: Widens): void {
  if (known === 'marked' && (principal === undefined || principal === 'auto')) {
    widens('principal', 'cannot tell a person from a program: write principal: user or principal: workload.');
  }
  const isFixed = known === 'user' || known === 'workload';
  if (isFixed && principal !== undefined && principal !== known) {
    widens('principal', `speaks of a ${known}: leave principal out.`);
  }
}

/** Another party can take over a name that was given up: some claim that no other party can have must be pinned. */
function checkPinned({ profile, require }: IssuerDocument, { mustPin }: Profile, place: DocumentPlace): void {
  if (mustPin === undefined || mustPin.claims.some((claim) => isPinned(require?.[claim]))) return;
  const example = `require: { ${mustPin.claims[0] ?? ''}: { equals: "..." } }`;
  place.report(
    'missing_key',
    `The profile ${String(profile)} asks for ${example}, or another of ${listed(mustPin.claims)} with equals or in: ${mustPin.because}`,
  );
}

function isPinned(matcher: Matcher | undefined): boolean {
  return matcher?.equals !== undefined || matcher?.in !== undefined;
}
