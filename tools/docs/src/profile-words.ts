/** What a profile says of a provider's tokens, in the words of a reference page. */

import type { ClaimMatchers, Profile, ProviderFacts } from '@org/jwt-core/policy';
import { code, listed, matchersInWords } from './matcher-words.js';

/** What replaces a check that the provider's tokens cannot pass: what they lack, and what is checked instead. */
export function lacksInWords({ lacks = {}, tokens }: ProviderFacts): readonly (readonly [string, string])[] {
  const { typ, iat, sub, aud } = lacks;
  const rows: (readonly [string, string])[] = [];
  if (typ !== undefined) {
    const claims = listed(typ.shownBy.map(code));
    rows.push([
      'a `typ` of its own',
      `${claims} ${typ.shownBy.length === 1 ? 'is' : 'are'} present; \`nonce\`, \`at_hash\`, \`c_hash\` and \`s_hash\` are not`,
    ]);
  }
  if (typ === undefined && tokens === 'id') {
    rows.push(['a `typ` of its own, unless you write one', 'no claim of an access token is present']);
  }
  if (aud !== undefined) {
    rows.push([
      '`aud`',
      'pinnedBy' in aud
        ? `${code(aud.pinnedBy)} is one that the service lists; an \`aud\` that is present is checked as well`
        : 'a scope starts with the audience and a slash; an `aud` that is present is checked as well',
    ]);
  }
  if (sub !== undefined) rows.push(['`sub`, of programs', "a token without `sub` is never a person's"]);
  if (iat !== undefined) {
    rows.push(['`iat`', `\`exp\` is at most ${iat.maxRemaining} ahead; a \`maxAge\` denies the token`]);
  }
  return rows;
}

/** What every token is checked for by the profile. */
export function checksInWords({
  issuer,
  mustPin,
  noPrincipal,
  rejectedAudiences,
}: Profile): readonly string[] {
  const { typ, tokens, require = {}, audienceMode } = issuer;
  const types = [typ ?? (tokens === 'id' ? 'JWT' : [])].flat();
  return [
    ...(types.length === 0 ? [] : [`header \`typ\` is ${listed(types.map(code), 'or')}`]),
    ...matchersInWords(require),
    ...(tokens === 'id' ? ['nothing that access tokens have'] : []),
    ...(audienceMode === 'exclusive' || tokens === 'id' ? ['no other audience is named'] : []),
    ...(rejectedAudiences === undefined ? [] : ['audiences that do not name a service are rejected']),
    ...(mustPin === undefined ? [] : [`you pin ${listed(mustPin.claims.map(code), 'or')}`]),
    ...(noPrincipal === undefined ? [] : ['you say `principal`']),
  ];
}

/** How a person is distinguished from a program. */
export function principalInWords({ issuer: { principal }, noPrincipal }: Profile): readonly string[] {
  if (principal === undefined) {
    return noPrincipal === undefined ? [] : [`you write it: ${noPrincipal}`];
  }
  if (principal === 'auto')
    return ["`auto`: a token whose `sub` is its client is a workload's, else a user's"];
  if (principal === 'marked') {
    return [
      "`marked`: a token [with a mark](#programs-are-not-users) is a workload's. You write which of the two is meant",
    ];
  }
  if (typeof principal === 'string') return [code(principal)];
  const { workload = [], user = [] } = principal;
  return [...alternatives('a workload', workload), ...alternatives('a user', user), 'all else is denied'];
}

function alternatives(who: string, matchers: ClaimMatchers | readonly ClaimMatchers[]): readonly string[] {
  const all: readonly ClaimMatchers[] = isList(matchers) ? matchers : [matchers];
  return all.map((each) => `${who}: ${matchersInWords(each).join('; ')}`);
}

function isList(matchers: ClaimMatchers | readonly ClaimMatchers[]): matchers is readonly ClaimMatchers[] {
  return Array.isArray(matchers);
}

/** What a document still has to say. */
export function leftToWrite(name: string, { issuer, mustPin, noPrincipal }: Profile): readonly string[] {
  const isSpiffe = name === 'spiffe-jwt-svid';
  const aud = issuer.lacks?.aud;
  return [
    ...(isSpiffe ? ['`trustDomain`'] : []),
    ...(issuer.iss === undefined && !isSpiffe ? ['`iss`'] : []),
    ...(issuer.iss?.includes('{tenant}') === true ? ['`tenants`, or `iss`'] : []),
    ...(issuer.keys === undefined ? ['`keys`'] : []),
    ...(issuer.algs === undefined ? ['`algs`'] : []),
    ...(noPrincipal !== undefined || issuer.principal === 'marked' ? ['`principal`'] : []),
    ...(mustPin === undefined ? [] : [`${listed(mustPin.claims.map(code), 'or')} under \`require\``]),
    ...(aud !== undefined && 'pinnedBy' in aud ? [`${code(aud.pinnedBy)} under \`accept\``] : []),
  ];
}
