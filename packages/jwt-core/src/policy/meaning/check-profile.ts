/** A document may narrow what a profile says of a provider, and never widen it. */

import { canonicalAlgorithm } from '../algorithms.js';
import type { IssuerDocument, Matcher } from '../document.js';
import { canonicalType } from '../media-type.js';
import type { Path, Report } from '../problems.js';
import { PROFILES, type Profile } from '../profiles.js';
import { listed } from '../suggest.js';

/** Reports where an issuer leaves its profile, and what the profile leaves to the document. */
export function checkProfile(issuer: IssuerDocument, path: Path, report: Report): void {
  if (issuer.profile === undefined) return;
  const profile = PROFILES[issuer.profile];
  const refuse = (key: string, message: string): void => {
    report('widening', [...path, key], `The profile ${String(issuer.profile)} ${message}`);
  };
  checkIss(issuer, profile, refuse);
  checkAlgorithms(issuer, profile, refuse);
  if (issuer.type !== undefined && !profile.types.map(canonicalType).includes(canonicalType(issuer.type))) {
    refuse('type', `takes ${listed(profile.types)}: write one of them, or leave type out.`);
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

type Refuse = (key: string, message: string) => void;

function checkIss({ iss }: IssuerDocument, { iss: known, issForm }: Profile, refuse: Refuse): void {
  if (iss === undefined || iss === known) return;
  if (issForm === undefined) {
    if (known !== undefined) refuse('iss', `has the iss "${known}": leave iss out.`);
  } else if (!issForm.pattern.test(iss)) {
    refuse('iss', `has an iss of the form ${issForm.words}, found "${iss}".`);
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
  if (known === undefined && (principal === undefined || principal === 'auto')) {
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
