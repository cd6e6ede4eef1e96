/** What an issuer of the right shape can still get wrong: what is missing, its `iss`, its tenants, its algorithms. */

import type { IssuerDocument } from '../document/document.js';
import { kindOf } from '../document/expected.js';
import { placedSources } from '../document/key-sources.js';
import { expandTemplate, isTemplate } from '../model/issuer.js';
import type { ResolvedIssuer } from '../model/resolved-policy.js';
import { isTrustDomain } from '../model/spiffe-id.js';
import type { DocumentPlace } from '../problem.js';
import { checkKeySources } from './check-key-sources.js';
import { checkUrl } from './check-keys.js';
import { checkProfile } from './check-profile.js';

/** Reports what is wrong with one issuer. */
export function checkIssuer(issuer: IssuerDocument, resolved: ResolvedIssuer, place: DocumentPlace): void {
  checkComplete(resolved, place);
  checkProfile(issuer, resolved, place);
  checkTrustDomain(issuer, place);
  checkIss(resolved, place);
  checkTenants(issuer, resolved, place);
  checkKeySources(issuer, resolved, place);
}

/** What neither the document nor a profile says. */
function checkComplete(
  { iss, trustDomain, keys, algorithms, types }: ResolvedIssuer,
  place: DocumentPlace,
): void {
  if (iss === undefined && trustDomain === undefined) place.missing('iss');
  if (keys.length === 0) place.missing('keys');
  if (algorithms.length === 0) place.missing('algs');
  if (types.length === 0) place.missing('typ');
}

function checkTrustDomain({ profile, trustDomain }: IssuerDocument, place: DocumentPlace): void {
  const at = place.at('trustDomain');
  if (profile !== 'spiffe-jwt-svid') {
    if (trustDomain === undefined) return;
    at.invalid('trustDomain goes with profile: spiffe-jwt-svid alone. Every other issuer has an iss.');
  } else if (trustDomain === undefined) {
    place.missing('trustDomain', 'the trust domain whose identities are believed');
  } else if (!isTrustDomain(trustDomain)) {
    at.invalid(
      `Expected a trust domain without a scheme, such as prod.example, found ${kindOf(trustDomain)}.`,
    );
  }
}

function checkIss({ iss, keys }: ResolvedIssuer, place: DocumentPlace): void {
  const at = place.at('iss');
  const discovered = keys.find(({ source }) => source.discovery !== undefined);
  const isDiscovered = discovered !== undefined;
  if (iss === undefined) {
    if (!isDiscovered) return;
    place
      .at('keys', ...discovered.steps)
      .invalid('Discovery starts at the iss, and here is none: write jwksUri or file.');
  } else if (!/^[!-~]*$/u.test(iss)) {
    at.invalid(
      'Expected an iss in ASCII, as a URL has it: other characters are written as punycode or escapes.',
    );
  } else {
    const filled = expandTemplate(iss, 'tenant');
    if (/[{}]/u.test(filled) || iss.split('{tenant}').length > 2) {
      at.invalid('Expected {tenant} once, and no other braces, in this iss.');
    } else if (isDiscovered && checkUrl(filled, at) && /[?#]/u.test(filled)) {
      at.invalid('An issuer with discovery has no query and no fragment.');
    }
  }
}

/** RFC 3986 §2.3: in a URL, such a name is one part, and has one spelling. */
const PLAIN_NAME = /^(?!\.{1,2}$)[A-Za-z0-9._~-]+$/u;

/** Hundreds of issuers may name one file of tenants: it is searched once. */
const ODD_TENANTS = new WeakMap<readonly string[], number>();

/** The index of the first tenant that cannot be part of an `iss`; -1 where each can. */
function oddTenant(tenants: readonly string[]): number {
  const odd = ODD_TENANTS.get(tenants) ?? tenants.findIndex((tenant) => !PLAIN_NAME.test(tenant));
  ODD_TENANTS.set(tenants, odd);
  return odd;
}

function checkTenants(
  issuer: IssuerDocument,
  { iss, tenants, tenantClaim }: ResolvedIssuer,
  place: DocumentPlace,
): void {
  const at = place.at('tenants');
  const isOneEach = iss !== undefined && isTemplate(iss);
  if (isOneEach && issuer.tenants === undefined) place.missing('tenants', 'the iss has a {tenant} in it');
  if (issuer.tenants !== undefined && !isOneEach && tenantClaim === undefined) {
    at.invalid(
      'Nothing says which tenant a token is of: write {tenant} in the iss, or tenant: CLAIM, or remove the tenants.',
    );
  }
  const odd = isOneEach && tenants !== undefined ? oddTenant(tenants) : -1;
  if (odd !== -1) {
    const message = `Expected letters, digits and -._~ in a tenant that becomes part of an iss, and neither "." nor "..": entry ${String(odd)} (counted from 0) is another one.`;
    (Array.isArray(issuer.tenants) ? at.at(odd) : at).invalid(message);
  }
  for (const { source, steps } of placedSources(issuer.keys)) {
    if (isOneEach || !isTemplate(source.jwksUri ?? '')) continue;
    place.at('keys', ...steps, 'jwksUri').invalid('A {tenant} here needs one in the iss as well.');
  }
}
