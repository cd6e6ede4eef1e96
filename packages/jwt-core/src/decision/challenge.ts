import type { Denial } from './denial.js';
import { REASONS } from './reasons.js';

/** Of the `scope` parameter, in bytes: proxies take 4 KB of headers in all, and an operation may ask for 10,000 scopes. */
export const MAX_SCOPE_LENGTH = 1_024;

/**
 * The `WWW-Authenticate` challenge of a refusal (RFC 6750 §3), or `undefined` where the standard wants none.
 * Service names and scopes are checked when the policy is read, so nothing here needs escaping.
 */
export function challengeFor({ code, scopes }: Denial, service: string): string | undefined {
  const { status, error } = REASONS[code];
  if (error === undefined && status !== 401) return undefined;
  const parameters = [`realm="${service}"`];
  if (error !== undefined) parameters.push(`error="${error}"`);
  const scope = fittingScopes(scopes);
  if (scope !== '') parameters.push(`scope="${scope}"`);
  return `Bearer ${parameters.join(', ')}`;
}

/** Whole scopes, as many as there is room for. The parameter may be left out (RFC 6750 §3.1): half a scope would be another. */
export function fittingScopes(scopes: readonly string[]): string {
  let text = '';
  for (const scope of scopes) {
    const longer = text === '' ? scope : `${text} ${scope}`;
    if (longer.length > MAX_SCOPE_LENGTH) break;
    text = longer;
  }
  return text;
}
