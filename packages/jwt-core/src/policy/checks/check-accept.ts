/** Which issuers a service accepts: known ones, each once, each `iss` once, and an audience that is its own. */

import { found } from '../document/expected.js';
import type { AcceptedIssuer, PolicyDocument, ServiceDocument } from '../document/document.js';
import { CLIENT_CLAIMS } from '../document/provider.js';
import { expandIss } from '../model/issuer.js';
import { PROFILES } from '../model/profiles.js';
import type { ResolvedIssuer, ResolvedPolicy } from '../model/resolved-policy.js';
import type { DocumentPlace } from '../problem.js';
import { checkReference } from './check-reference.js';

/** What a service is checked against. */
export interface Context {
  readonly document: PolicyDocument;
  readonly model: ResolvedPolicy;
  readonly rivals: Rivals;
}

/** The names of the issuers that the service accepts. */
export function checkAccept(
  service: ServiceDocument,
  { document, model, rivals }: Context,
  place: DocumentPlace,
): ReadonlySet<string> {
  const names = new Set<string>();
  const owners = new Map<string, string>();
  for (const [index, entry] of service.accept.entries()) {
    const [name, at] =
      typeof entry === 'string' ? [entry, place.at(index)] : [entry.issuer, place.at(index, 'issuer')];
    if (!checkReference(name, document.issuers, 'issuer', at)) continue;
    if (names.has(name)) {
      at.invalid(`"${name}" is accepted twice: name each issuer once, with all of its audiences.`);
      continue;
    }
    names.add(name);
    const issuer = model.issuers[name];
    const audiences = (typeof entry === 'string' ? undefined : entry.audience) ?? service.audience;
    for (const audience of [audiences].flat()) checkAudience(issuer, audience, at);
    if (issuer !== undefined) checkClients(entry, issuer, at);
    if (issuer !== undefined) checkMaxAge(issuer, { ...service, defaults: document.defaults ?? {} }, at);
    const shared = rivals.get(name) ?? [];
    const rival = shared.map((selector) => owners.get(selector)).find((owner) => owner !== undefined);
    if (rival !== undefined) {
      at.invalid(`"${name}" has the same iss as "${rival}": a service accepts one issuer per iss.`);
    }
    for (const selector of shared) owners.set(selector, name);
  }
  return names;
}

/** For each issuer that shares an `iss` with another: what they share. */
export type Rivals = ReadonlyMap<string, readonly string[]>;

/** Looks once at all issuers, whose tenants may be many; services are many as well. */
export function findRivals({ issuers }: ResolvedPolicy): Rivals {
  const owners = new Map<string, string>();
  const shared = new Map<string, string[]>();
  const share = (name: string, selector: string): void => {
    const known = shared.get(name);
    if (known === undefined) shared.set(name, [selector]);
    else known.push(selector);
  };
  for (const [name, issuer] of Object.entries(issuers)) {
    for (const selector of selectorsOf(issuer)) {
      const owner = owners.get(selector);
      if (owner === undefined) owners.set(selector, name);
      else if (owner !== name) [owner, name].forEach((each) => share(each, selector));
    }
  }
  return shared;
}

/** What a token selects this issuer by. */
function selectorsOf(issuer: ResolvedIssuer): readonly string[] {
  if (issuer.iss === undefined) return [`spiffe://${issuer.trustDomain ?? ''}`];
  return expandIss(issuer).map(({ iss }) => iss);
}

/** The clients take the place of an `aud` that the tokens lack, and of no `aud` that they have. */
function checkClients(
  entry: AcceptedIssuer,
  { name, audienceFrom }: ResolvedIssuer,
  place: DocumentPlace,
): void {
  const listed = CLIENT_CLAIMS.filter((claim) => typeof entry !== 'string' && entry[claim] !== undefined);
  for (const claim of listed) {
    if (claim === audienceFrom) continue;
    place.invalid(
      `${claim} names clients in the place of an audience: write lacks: { aud: { pinnedBy: ${claim} } } under the issuer "${name}", or leave it out.`,
    );
  }
  if (audienceFrom === 'aud' || audienceFrom === 'scopes' || listed.includes(audienceFrom)) return;
  place.invalid(
    `The tokens of "${name}" lack aud: list the clients whose tokens are for this service, { issuer: ${name}, ${audienceFrom}: [...] }.`,
  );
}

/** Nothing asks a JWT-SVID for `iat`, but most have one: `maxAge` denies the others. */
function checkMaxAge(
  { name, maxRemaining, trustDomain }: ResolvedIssuer,
  { defaults = {}, ...service }: ServiceDocument & Pick<PolicyDocument, 'defaults'>,
  place: DocumentPlace,
): void {
  if (maxRemaining === undefined || trustDomain !== undefined) return;
  const limits = [defaults, service, ...Object.values(service.operations ?? {})];
  if (limits.every(({ maxAge }) => maxAge === undefined)) return;
  place.invalid(`maxAge counts from iat, which the tokens of "${name}" lack: leave maxAge out.`);
}

/** What a provider puts into every token by default says nothing about the service. */
function checkAudience(issuer: ResolvedIssuer | undefined, audience: string, place: DocumentPlace): void {
  const rejected = issuer?.profile === undefined ? undefined : PROFILES[issuer.profile].rejectedAudiences;
  if (rejected === undefined) return;
  const isIssuer = audience === issuer?.iss;
  if (!isIssuer && !rejected.pattern.test(audience)) return;
  const because = isIssuer ? 'it is the issuer itself, whose own tokens name it.' : rejected.because;
  place.invalid(`The audience ${found(audience)} cannot be used with this issuer: ${because}`);
}
