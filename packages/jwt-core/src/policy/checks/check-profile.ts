/** A document may narrow what a profile says of a provider, and never widen it. */

import { canonicalAlgorithm } from '../../jose/algorithms.js';
import type { IssuerDocument, Matcher } from '../document/document.js';
import { canonicalType } from '../../jose/media-type.js';
import { expandIss, type ResolvedIssuer } from '../model/issuer.js';
import type { Path, Report } from '../problem.js';
import { otherOwner } from './owner.js';
import type { Profile } from '../model/profile.js';
import type { ReferencedFiles } from '../model/referenced-files.js';
import { listed } from '../../options/did-you-mean.js';

/** Reports where an issuer leaves its profile, lacks the one that its `iss` asks for, or leaves out what the profile wants said. */
export function checkProfile(
  issuer: IssuerDocument,
  resolved: ResolvedIssuer,
  path: Path,
  files: ReferencedFiles,
  report: Report,
): void {
  const isForeign = checkOwner(issuer, resolved, path, files, report);
  const { profile } = resolved;
  if (profile === undefined) return;
  const refuse = (key: string, message: string): void => {
    report('widening', [...path, key], `The profile ${String(issuer.profile)} ${message}`);
  };
  if (!isForeign) checkIss(issuer, profile, refuse);
  checkAlgorithms(issuer, profile, refuse);
  if (issuer.typ !== undefined && !profile.types.map(canonicalType).includes(canonicalType(issuer.typ))) {
    refuse('typ', `takes ${listed(profile.types)}: write one of them, or leave typ out.`);
  }
  if (profile.audienceFromScope === true && issuer.scopes !== undefined) {
    refuse(
      'scopes',
      'reads the audience from the scopes, and no other claim can stand for them: leave scopes out.',
    );
  }
  checkPrincipal(issuer, profile, refuse);
  checkPinned(issuer, profile, path, report);
}

/**
 * Under another profile, or none, a provider's tokens would pass without what its own profile demands of them. With a
 * template, every `iss` that it stands for is looked at: a tenant may be a host.
 */
function checkOwner(
  issuer: IssuerDocument,
  { iss, types }: ResolvedIssuer,
  path: Path,
  files: ReferencedFiles,
  report: Report,
): boolean {
  if (iss === undefined) return false;
  for (const expanded of expandIss(iss, files.tenants(issuer.tenants))) {
    const owner = otherOwner(expanded.iss, issuer, types);
    if (owner === undefined) continue;
    const found = issuer.profile === undefined ? 'no profile' : `profile: ${issuer.profile}`;
    const message = `Expected profile: ${owner.name} for this iss, found ${found}: ${owner.because}`;
    report('invalid', [...path, 'iss'], message);
    return true;
  }
  return false;
}

type Refuse = (key: string, message: string) => void;

function checkIss({ iss }: IssuerDocument, { iss: known, issForm }: Profile, refuse: Refuse): void {
  if (iss === undefined || iss === known) return;
  if (issForm === undefined) {
    if (known !== undefined) refuse('iss', `has the iss "${known}": leave iss out.`);
  } else if (!issForm.pattern.test(iss)) {
    refuse('iss', `has an iss of the form ${issForm.words}, found another one.`);
  }
}

function checkAlgorithms({ algs }: IssuerDocument, profile: Profile, refuse: Refuse): void {
  const known = profile.algs?.map(canonicalAlgorithm);
  const extra = algs?.filter((alg) => known?.includes(canonicalAlgorithm(alg)) === false) ?? [];
  if (extra.length === 0) return;
  refuse(
    'algs',
    `has no ${extra.join(', ')}: write some of ${listed(profile.algs ?? [])}, or leave algs out.`,
  );
}

function checkPrincipal({ principal }: IssuerDocument, profile: Profile, refuse: Refuse): void {
  const known = profile.principal;
  if (known === 'marked' && (principal === undefined || principal === 'auto')) {
    refuse('principal', 'cannot tell a person from a program: write principal: user or principal: workload.');
  }
  const isFixed = known === 'user' || known === 'workload';
  if (isFixed && principal !== undefined && principal !== known) {
    refuse('principal', `speaks of a ${known}: leave principal out.`);
  }
}

/** Names can be given up and taken by somebody else: some claim that nobody can take over must be pinned. */
function checkPinned(issuer: IssuerDocument, { mustPin }: Profile, path: Path, report: Report): void {
  if (mustPin === undefined || mustPin.claims.some((claim) => isPinned(issuer.require?.[claim]))) return;
  const example = `require: { ${mustPin.claims[0] ?? ''}: { equals: "..." } }`;
  report(
    'missing_key',
    [...path, 'require'],
    `The profile ${String(issuer.profile)} asks for ${example}, or another of ${listed(mustPin.claims)} with equals or in: ${mustPin.because}`,
  );
}

function isPinned(matcher: Matcher | undefined): boolean {
  return matcher?.equals !== undefined || matcher?.in !== undefined;
}
