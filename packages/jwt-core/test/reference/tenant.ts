/** Whose data: the tenant of the token, and the tenant of the request. */

import type { HttpRequest } from '../../src/request/access-request.js';
import { valuesOf } from './credential.js';
import { claimOf, isName, isText, type Known } from './words.js';

/** The tenant of the token, where it has one that can be believed. */
export function tenantOf({ issuer, issTenant, claims }: Known): string | undefined {
  const claimed = claimedTenant({ issuer, claims });
  return isName(claimed) ? claimed : issTenant;
}

/** An empty text says that there is none. */
function claimedTenant({ issuer, claims }: Pick<Known, 'issuer' | 'claims'>): unknown {
  const claimed = issuer.tenant === undefined ? undefined : claimOf(claims, issuer.tenant);
  return claimed === '' ? undefined : claimed;
}

/** What is wrong with the tenant. */
export function faultOfTenant(known: Known): string | undefined {
  const { issuer, issTenant, claims, service, operation } = known;
  const claimed = claimedTenant({ issuer, claims });
  const tenant = tenantOf(known);
  const source = sourceOf(known);
  if (source !== undefined && claimed === undefined && tenant === undefined) return 'tenant.missing';
  // An issuer that speaks for some tenants alone says for which.
  if (issuer.tenants !== undefined && issuer.tenant !== undefined && claimed === undefined)
    return 'tenant.missing';
  if (claimed !== undefined && !isName(claimed)) return 'tenant.malformed';
  if (tenant !== undefined) {
    if (issTenant !== undefined && tenant !== issTenant) return 'tenant.mismatch';
    if (Array.isArray(issuer.tenants) && !issuer.tenants.includes(tenant)) return 'tenant.mismatch';
  }
  if (source === undefined || typeof operation !== 'object') return undefined;
  if (Array.isArray(service.tenants) && !service.tenants.includes(tenant)) return 'tenant.mismatch';
  const named = namedBy(known, source);
  if (named === undefined) return 'tenant.unresolved';
  return named === tenant ? undefined : 'tenant.mismatch';
}

/** Where the request names its tenant, if the operation belongs to one. */
function sourceOf({ service, operation }: Known): string | undefined {
  if (typeof operation !== 'object' || operation.tenant === 'any') return undefined;
  return operation.tenantFrom ?? service.tenantFrom;
}

/** The tenant that the request names: exactly one text. */
function namedBy({ case: { request }, params }: Known, source: string): string | undefined {
  const dot = source.indexOf('.');
  const [kind, name] = [source.slice(0, dot), source.slice(dot + 1)];
  if (kind === 'path') {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    return isText(value) ? value : undefined;
  }
  if (kind === 'host') return labelOf(request, Number(name));
  return onlyText(valuesOf(request.rawHeaders, name.toLowerCase()));
}

/** A label of the host: RFC 1123 §2.1, without the port. */
function labelOf({ target, rawHeaders }: HttpRequest, index: number): string | undefined {
  // The host of an absolute form would count in place of the header (RFC 9112 §3.2.2).
  if (!target.startsWith('/')) return undefined;
  const hosts = valuesOf(rawHeaders, 'host');
  const authorities = valuesOf(rawHeaders, ':authority');
  // RFC 9113 §8.3.1: each once, and both the same.
  if (hosts.length > 1 || authorities.length > 1) return undefined;
  const host = onlyText([...new Set([...hosts, ...authorities])])
    ?.toLowerCase()
    .replace(/:\d+$/u, '');
  const labels = host?.split('.') ?? [];
  return labels.every((each) => /^[a-z0-9-]+$/u.test(each)) ? labels[index] : undefined;
}

const onlyText = ([value, ...more]: readonly string[]): string | undefined =>
  more.length === 0 && isText(value) ? value : undefined;
