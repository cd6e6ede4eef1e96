/** What an issuer of the right shape can still get wrong: what is missing, its `iss`, its tenants, its algorithms. */

import { ASYMMETRIC_ALGORITHMS, isHmac } from '../../jose/algorithms.js';
import { checkKeys, checkUrl } from './check-keys.js';
import { checkProfile } from './check-profile.js';
import type { IssuerDocument } from '../document/document.js';
import { expandTemplate, isTemplate, resolveIssuer, type ResolvedIssuer } from '../model/issuer.js';
import type { Path, Report } from '../problem.js';
import type { ReferencedFiles } from '../model/referenced-files.js';
import { isTrustDomain } from '../model/spiffe-id.js';
import { kindOf } from '../document/expected.js';
import { listed } from '../../options/did-you-mean.js';

/** Reports what is wrong with one issuer. */
export function checkIssuer(
  issuer: IssuerDocument,
  path: Path,
  files: ReferencedFiles,
  report: Report,
): void {
  const resolved = resolveIssuer(issuer);
  checkComplete(issuer, resolved, path, report);
  checkProfile(issuer, resolved, path, files, report);
  checkTrustDomain(issuer, path, report);
  checkIss(resolved, path, report);
  checkTenants(issuer, resolved, path, files, report);
  checkAlgorithms(resolved, path, report);
  if (issuer.keys !== undefined) checkKeys(issuer.keys, [...path, 'keys'], report);
}

/** What neither the document nor a profile says. */
function checkComplete(issuer: IssuerDocument, resolved: ResolvedIssuer, path: Path, report: Report): void {
  const given: Readonly<Record<string, boolean>> = {
    iss: resolved.iss !== undefined || issuer.trustDomain !== undefined,
    keys: resolved.keys !== undefined,
    algs: resolved.algs !== undefined,
    typ: resolved.types.length > 0,
  };
  for (const [key, isGiven] of Object.entries(given)) {
    if (!isGiven) report('missing_key', [...path, key], `"${key}" is missing here.`);
  }
}

function checkTrustDomain({ profile, trustDomain }: IssuerDocument, path: Path, report: Report): void {
  if (profile !== 'spiffe-jwt-svid') {
    if (trustDomain === undefined) return;
    const message = 'trustDomain goes with profile: spiffe-jwt-svid alone. Every other issuer has an iss.';
    report('invalid', [...path, 'trustDomain'], message);
  } else if (trustDomain === undefined) {
    const message = '"trustDomain" is missing here: the trust domain whose identities are believed.';
    report('missing_key', [...path, 'trustDomain'], message);
  } else if (!isTrustDomain(trustDomain)) {
    const message = `Expected a trust domain without a scheme, such as prod.example, found ${kindOf(trustDomain)}.`;
    report('invalid', [...path, 'trustDomain'], message);
  }
}

function checkIss({ iss, keys }: ResolvedIssuer, path: Path, report: Report): void {
  const at = [...path, 'iss'];
  if (iss !== undefined && !/^[!-~]*$/u.test(iss)) {
    report(
      'invalid',
      at,
      'Expected an iss in ASCII, as a URL has it: other characters are written as punycode or escapes.',
    );
    return;
  }
  if (keys?.discovery !== undefined && iss === undefined) {
    report(
      'invalid',
      [...path, 'keys'],
      'Discovery starts at the iss, and here is none: write jwksUri or file.',
    );
  }
  if (iss === undefined) return;
  const filled = expandTemplate(iss, 'tenant');
  if (/[{}]/u.test(filled) || iss.split('{tenant}').length > 2) {
    report('invalid', at, 'Expected {tenant} once, and no other braces, in this iss.');
  } else if (keys?.discovery !== undefined && checkUrl(filled, at, report) && /[?#]/u.test(filled)) {
    report('invalid', at, 'An issuer with discovery has no query and no fragment.');
  }
}

/** RFC 3986 §2.3: in a URL, such a name is one part, and has one spelling. */
const PLAIN_NAME = /^(?!\.{1,2}$)[A-Za-z0-9._~-]+$/u;

/** Hundreds of issuers may name one file of tenants: it is searched once. */
const ODD_TENANTS = new WeakMap<readonly string[], number>();

/** The index of the first tenant that cannot be part of an `iss`; -1 where each can. */
function oddTenant(tenants: readonly string[]): number {
  const known = ODD_TENANTS.get(tenants);
  if (known !== undefined) return known;
  const odd = tenants.findIndex((tenant) => !PLAIN_NAME.test(tenant));
  ODD_TENANTS.set(tenants, odd);
  return odd;
}

function checkTenants(
  issuer: IssuerDocument,
  resolved: ResolvedIssuer,
  path: Path,
  files: ReferencedFiles,
  report: Report,
): void {
  const isOneEach = resolved.iss !== undefined && isTemplate(resolved.iss);
  const tenants = files.tenants(issuer.tenants);
  if (isOneEach && issuer.tenants === undefined) {
    report('missing_key', [...path, 'tenants'], `"tenants" is missing here: the iss has a {tenant} in it.`);
  }
  if (issuer.tenants !== undefined && !isOneEach && resolved.tenant === undefined) {
    const message =
      'Nothing says which tenant a token is of: write {tenant} in the iss, or tenant: CLAIM, or remove the tenants.';
    report('invalid', [...path, 'tenants'], message);
  }
  const odd = isOneEach && tenants !== undefined ? oddTenant(tenants) : -1;
  if (odd !== -1) {
    const message = `Expected letters, digits and -._~ in a tenant that becomes part of an iss, and neither "." nor "..": entry ${String(odd)} (counted from 0) is another one.`;
    report('invalid', [...path, 'tenants', ...('file' in (issuer.tenants ?? {}) ? [] : [odd])], message);
  }
  if (issuer.keys?.jwksUri !== undefined && isTemplate(issuer.keys.jwksUri) && !isOneEach) {
    report('invalid', [...path, 'keys', 'jwksUri'], 'A {tenant} here needs one in the iss as well.');
  }
}

function checkAlgorithms({ algs, keys }: ResolvedIssuer, path: Path, report: Report): void {
  const hmac = algs?.filter(isHmac) ?? [];
  if (keys?.secret === undefined && hmac.length > 0) {
    const message = `${hmac.join(', ')} needs keys: { secret: { env: NAME } } and stands alone; with public keys use ${listed(ASYMMETRIC_ALGORITHMS)}.`;
    report('invalid', [...path, 'algs'], message);
  }
  if (keys?.secret !== undefined && algs !== undefined && hmac.length < algs.length) {
    const message = 'An issuer with a secret lists HMAC algorithms alone: HS256, HS384, HS512.';
    report('invalid', [...path, 'algs'], message);
  }
}
