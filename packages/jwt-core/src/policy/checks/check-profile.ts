/** A document may narrow what a profile says of a provider, and never widen it. */

import { canonicalAlgorithm } from '../../jose/algorithms.js';
import { canonicalType } from '../../jose/media-type.js';
import { listed } from '../../options/did-you-mean.js';
import type { IssuerDocument, Matcher } from '../document/document.js';
import { secondsOf } from '../document/duration.js';
import type { Lacks } from '../document/provider.js';
import { listedAlgorithms } from '../document/key-sources.js';
import { expandIss } from '../model/issuer.js';
import type { Profile, ProviderFacts } from '../model/profile.js';
import { PROFILES } from '../model/profiles.js';
import type { ResolvedIssuer } from '../model/resolved-policy.js';
import type { DocumentPlace } from '../problem.js';
import { otherOwner } from './owner.js';

/** Reports where an issuer leaves its profile, lacks the one that its `iss` asks for, or leaves out what the profile wants said. */
export function checkProfile(issuer: IssuerDocument, resolved: ResolvedIssuer, place: DocumentPlace): void {
  const isForeign = checkOwner(resolved, place.at('iss'));
  const { profile: name } = issuer;
  if (name === undefined) return;
  const profile = PROFILES[name];
  const widens: Widens = (key, message) => {
    place.at(key).report('widening', `The profile ${name} ${message}`);
  };
  if (!isForeign) checkIss(issuer, profile, widens);
  checkAlgorithms(issuer, profile.issuer, widens);
  checkTypes(issuer, profile.issuer, widens);
  checkClaims(issuer, profile.issuer, widens);
  checkPrincipal(issuer, profile, widens);
  checkLacksOf(issuer.lacks, profile.issuer.lacks, widens);
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

function checkIss({ iss }: IssuerDocument, { issuer, issForm }: Profile, widens: Widens): void {
  const { iss: known } = issuer;
  if (iss === undefined || iss === known) return;
  if (issForm === undefined) {
    if (known !== undefined) widens('iss', `has the iss "${known}": leave iss out.`);
  } else if (!issForm.pattern.test(iss)) {
    widens('iss', `has an iss of the form ${issForm.words}, found another one.`);
  }
}

function checkAlgorithms(
  { algs, keys }: IssuerDocument,
  { algs: taken }: ProviderFacts,
  widens: Widens,
): void {
  const written = algs ?? listedAlgorithms(keys) ?? [];
  const known = taken?.map(canonicalAlgorithm);
  const extra = written.filter((alg) => known?.includes(canonicalAlgorithm(alg)) === false);
  if (extra.length === 0) return;
  const key = algs === undefined ? 'keys' : 'algs';
  widens(key, `has no ${extra.join(', ')}: write some of ${listed(taken ?? [])}, or leave algs out.`);
}

function checkTypes({ typ, tokens }: IssuerDocument, known: ProviderFacts, widens: Widens): void {
  const kind = known.tokens ?? 'access';
  if (tokens !== undefined && tokens !== kind) widens('tokens', `is about ${kind} tokens: leave tokens out.`);
  const types = [known.typ ?? (kind === 'id' ? 'JWT' : [])].flat();
  const extra = [typ ?? []].flat().filter((each) => !types.map(canonicalType).includes(canonicalType(each)));
  if (types.length > 0 && extra.length > 0) {
    widens('typ', `takes ${listed(types)}: write one of them, or leave typ out.`);
  }
}

/** What names the client, and what names the audience, is what tells one token from another. */
function checkClaims(
  { clientId, scopes, audienceMode }: IssuerDocument,
  known: ProviderFacts,
  widens: Widens,
): void {
  const { clientId: client = 'client_id', lacks } = known;
  if (clientId !== undefined && clientId !== client) {
    widens('clientId', `reads the client from ${client}: leave clientId out.`);
  }
  if (scopes !== undefined && lacks?.aud !== undefined && 'shownBy' in lacks.aud) {
    widens('scopes', 'reads the audience from the scopes, and from no other claim: leave scopes out.');
  }
  if (audienceMode === 'contains' && known.audienceMode === 'exclusive') {
    widens('audienceMode', 'takes tokens for one audience alone: leave audienceMode out.');
  }
}

/** A document may put another substitute in the place of what the provider's tokens lack, and claim no other lack. */
function checkLacksOf(written: Lacks = {}, known: Lacks = {}, widens: Widens): void {
  for (const name of ['typ', 'iat', 'sub', 'aud'] as const) {
    if (written[name] === undefined || known[name] !== undefined) continue;
    widens('lacks', `knows tokens that have ${name}: leave lacks.${name} out.`);
  }
  const { typ, iat } = written;
  const missing = (known.typ?.shownBy ?? []).filter((claim) => typ?.shownBy.includes(claim) === false);
  if (missing.length > 0) widens('lacks', `asks for ${listed(missing)} under lacks.typ.shownBy: add it.`);
  if (iat === undefined || known.iat === undefined) return;
  if (secondsOf(iat.maxRemaining) <= secondsOf(known.iat.maxRemaining)) return;
  widens('lacks', `takes maxRemaining of at most ${known.iat.maxRemaining}.`);
}

function checkPrincipal(
  { principal }: IssuerDocument,
  { issuer: { principal: known }, noPrincipal }: Profile,
  widens: Widens,
): void {
  const isOpen = principal === undefined || principal === 'auto' || principal === 'marked';
  if (noPrincipal !== undefined && isOpen) {
    widens(
      'principal',
      `cannot tell a person from a program, since ${noPrincipal} Write principal: user, principal: workload, or what the claims of each show.`,
    );
  }
  if (known === undefined) return;
  if (known === 'marked' && (principal === undefined || principal === 'auto')) {
    widens('principal', 'cannot tell a person from a program: write principal: user or principal: workload.');
  }
  const isFixed = known === 'user' || known === 'workload';
  if (isFixed && principal !== undefined && principal !== known) {
    widens('principal', `speaks of a ${known}: leave principal out.`);
  } else if (typeof principal === 'object' || (principal === 'marked' && known !== 'marked')) {
    widens(
      'principal',
      'knows how to tell a person from a program: write user or workload, or leave it out.',
    );
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
