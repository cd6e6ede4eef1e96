/** Whom a service accepts: issuers that exist, each once, each `iss` once, and an audience that is its own. */

import { checkReference } from './check-reference.js';
import type { IssuerDocument, PolicyDocument, ServiceDocument } from '../document/document.js';
import { expandIss, resolveIssuer } from '../model/issuer.js';
import type { Path, Report } from '../problem.js';
import { found } from '../document/expected.js';
import type { ReferencedFiles } from '../model/referenced-files.js';

/** What a service is judged in. */
export interface Context {
  readonly document: PolicyDocument;
  readonly rivals: Rivals;
}

/** The names of the issuers that the service accepts. */
export function checkAccept(
  service: ServiceDocument,
  { document, rivals }: Context,
  path: Path,
  report: Report,
): ReadonlySet<string> {
  const names = new Set<string>();
  const owners = new Map<string, string>();
  service.accept.forEach((entry, index) => {
    const [name, audience] =
      typeof entry === 'string' ? [entry, service.audience] : [entry.issuer, entry.audience];
    const at = typeof entry === 'string' ? [...path, index] : [...path, index, 'issuer'];
    if (!checkReference(name, document.issuers, 'issuer', at, report)) return;
    if (names.has(name)) {
      const message = `"${name}" is accepted twice: exactly one audience per issuer and service.`;
      return report('invalid', at, message);
    }
    names.add(name);
    const issuer = document.issuers[name];
    if (issuer === undefined) return;
    checkAudience(issuer, audience, at, report);
    const shared = rivals.get(name) ?? [];
    const rival = shared.map((selector) => owners.get(selector)).find((owner) => owner !== undefined);
    if (rival !== undefined) {
      const message = `"${name}" has the same iss as "${rival}": a service accepts one issuer per iss.`;
      report('invalid', at, message);
    }
    for (const selector of shared) owners.set(selector, name);
  });
  return names;
}

/** For each issuer that shares an `iss` with another: what they share. */
export type Rivals = ReadonlyMap<string, readonly string[]>;

/** Looks once at all issuers, whose tenants may be many; services are many as well. */
export function findRivals(document: PolicyDocument, files: ReferencedFiles): Rivals {
  const owners = new Map<string, string>();
  const shared = new Map<string, string[]>();
  const share = (name: string, selector: string): void => {
    const known = shared.get(name);
    if (known === undefined) shared.set(name, [selector]);
    else known.push(selector);
  };
  for (const [name, issuer] of Object.entries(document.issuers)) {
    for (const selector of selectorsOf(issuer, files)) {
      const owner = owners.get(selector);
      if (owner === undefined) owners.set(selector, name);
      else if (owner !== name) [owner, name].forEach((each) => share(each, selector));
    }
  }
  return shared;
}

/** By what a token finds this issuer. */
function selectorsOf(issuer: IssuerDocument, files: ReferencedFiles): readonly string[] {
  const { iss } = resolveIssuer(issuer);
  if (iss === undefined) return [`spiffe://${issuer.trustDomain ?? ''}`];
  return expandIss(iss, files.tenants(issuer.tenants)).map((expanded) => expanded.iss);
}

/** What a provider puts into every token by default says nothing about the service. */
function checkAudience(issuer: IssuerDocument, audience: string, path: Path, report: Report): void {
  const { iss, profile } = resolveIssuer(issuer);
  const refused = profile?.refusedAudiences;
  if (refused === undefined) return;
  const because = audience === iss ? 'it is the issuer itself, whose own tokens name it.' : refused.because;
  if (audience !== iss && !refused.pattern.test(audience)) return;
  report('invalid', path, `The audience ${found(audience)} cannot be used with this issuer: ${because}`);
}
