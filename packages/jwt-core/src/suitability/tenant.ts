import { deny, inWords, quote, type Denial } from '../decision/denial.js';
import type { AuthenticatedToken } from '../integrity/evidence.js';
import { claimNameOf } from '../policy/model/claim-path.js';
import type { TenantPolicy } from '../policy/compile/service-policy.js';
import { isCall, type HttpRequest } from '../request/access-request.js';
import { headerValues } from '../request/raw-headers.js';
import { knownOperation, type Check, type Question } from './question.js';
import { MALFORMED } from '../integrity/facts/reading.js';

/**
 * Does the token belong to the tenant that the request is about?
 * A good token of another tenant is the most ordinary way to read another customer's data.
 */
export const tenant: Check = {
  layer: 'tenant',
  check(question) {
    const { facts, token } = question.evidence;
    const asked = knownOperation(question)?.tenant;
    if (facts.tenant === undefined && (asked !== undefined || token.entry.policy.tenants !== undefined)) {
      return deny('tenant.missing', { expected: `the tenant${inClaim(token)}`, actual: 'none' });
    }
    if (facts.tenant === MALFORMED) {
      const expected = `the tenant as a string that is not empty and has no control characters${inClaim(token)}`;
      return deny('tenant.malformed', { expected, actual: 'another type or form' });
    }
    return (
      checkIssuer(facts.tenant, token) ??
      (asked && compare(facts.tenant, resolveTenant(question, asked), asked))
    );
  },
};

/** Where it was looked for: an issuer without such a claim names no tenant at all. */
function inClaim({ entry }: AuthenticatedToken): string {
  const { tenantClaim, name } = entry.policy;
  return tenantClaim === undefined
    ? `: the policy names no claim of the issuer ${name} for it`
    : `, in the claim ${claimNameOf(tenantClaim)}`;
}

/** An issuer speaks for the tenants that the policy lists, and one `iss` of a template for one alone. */
function checkIssuer(held: string | undefined, { entry }: AuthenticatedToken): Denial | undefined {
  const { policy: issuer, tenant: issuerTenant } = entry;
  if (issuerTenant !== undefined && held !== issuerTenant) {
    return deny('tenant.mismatch', {
      expected: `${quote(issuerTenant)}, by its iss`,
      actual: inWords(held),
    });
  }
  if (held !== undefined && issuer.tenants?.has(held) === false) {
    return deny('tenant.mismatch', { expected: `a tenant of ${issuer.name}`, actual: inWords(held) });
  }
  return undefined;
}

function compare(
  held: string | undefined,
  named: string | undefined,
  asked: TenantPolicy,
): Denial | undefined {
  if (named !== undefined && held !== named) {
    return deny('tenant.mismatch', { expected: inWords(named), actual: inWords(held) });
  }
  if (held !== undefined && asked.served?.has(held) === false) {
    return deny('tenant.mismatch', { expected: 'a tenant that this service serves', actual: inWords(held) });
  }
  if (named === undefined) {
    return deny('tenant.unresolved', {
      expected: `one tenant at ${asked.from}.${asked.key}`,
      actual: 'none',
    });
  }
  return undefined;
}

/** The tenant that the request names: exactly one, or none. */
function resolveTenant(question: Question, { from, key }: TenantPolicy): string | undefined {
  switch (from) {
    case 'path': {
      const { params } = question;
      const value = params !== undefined && Object.hasOwn(params, key) ? params[key] : undefined;
      return typeof value === 'string' && value !== '' ? value : undefined;
    }
    case 'header':
      return isCall(question.request) ? undefined : only(headerValues(question.request, key));
    case 'host':
      return hostLabel(question, Number(key));
  }
}

function only(values: readonly string[]): string | undefined {
  const [value, ...more] = values;
  return more.length === 0 && value !== '' ? value : undefined;
}

/** HTTP/2 has `:authority` in place of `Host`, or next to it: then they must agree (RFC 9113 §8.3.1). */
function hostOf(request: HttpRequest): string | undefined {
  const hosts = headerValues(request, 'host');
  const authorities = headerValues(request, ':authority');
  if (authorities.length === 0) return only(hosts);
  const authority = only(authorities);
  return hosts.length === 0 || only(hosts) === authority ? authority : undefined;
}

/** In absolute form the target's own host would win over the header (RFC 9112 §3.2.2): then none is believed. */
function hostLabel({ request }: Question, index: number): string | undefined {
  if (isCall(request) || !request.target.startsWith('/')) return undefined;
  const name = hostOf(request)?.replace(/:\d+$/u, '').toLowerCase();
  if (name === undefined || !/^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/u.test(name)) return undefined;
  return name.split('.')[index];
}
