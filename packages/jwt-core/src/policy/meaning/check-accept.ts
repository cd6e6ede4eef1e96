/** Whom a service accepts: issuers that exist, each once, each `iss` once, and an audience that is its own. */

import { checkReference } from './check-reference.js';
import type { IssuerDocument, PolicyDocument, ServiceDocument } from '../document.js';
import { expandIss, resolveIssuer } from '../issuer.js';
import type { Path, Report } from '../problems.js';
import type { ReferencedFiles } from '../referenced-files.js';

/** What a service is judged in. */
export interface Context {
  readonly document: PolicyDocument;
  readonly files: ReferencedFiles;
}

/** The names of the issuers that the service accepts. */
export function checkAccept(
  service: ServiceDocument,
  { document, files }: Context,
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
    const selectors = selectorsOf(issuer, files);
    const rival = selectors.map((selector) => owners.get(selector)).find((owner) => owner !== undefined);
    if (rival !== undefined) {
      const message = `"${name}" has the same iss as "${rival}": a service accepts one issuer per iss.`;
      report('invalid', at, message);
    }
    for (const selector of selectors) owners.set(selector, name);
  });
  return names;
}

/** By what a token finds this issuer. */
function selectorsOf(issuer: IssuerDocument, files: ReferencedFiles): readonly string[] {
  const { iss } = resolveIssuer(issuer);
  if (iss === undefined) return [`spiffe://${issuer.trustDomain ?? ''}`];
  return expandIss(iss, files.tenants(issuer.tenants)).map((expanded) => expanded.iss);
}

/** What a provider puts into every token by default says nothing about the service. */
function checkAudience(issuer: IssuerDocument, audience: string, path: Path, report: Report): void {
  const refused = resolveIssuer(issuer).profile?.refusedAudiences;
  if (refused?.pattern.test(audience) !== true) return;
  report('invalid', path, `The audience "${audience}" cannot be used with this issuer: ${refused.because}`);
}
