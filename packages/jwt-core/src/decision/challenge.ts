import type { Denial } from './denial.js';
import { REASONS } from './reasons.js';

/**
 * The `WWW-Authenticate` challenge of a refusal (RFC 6750 §3), or `undefined` where the standard wants none.
 * Service names and scopes are checked when the policy is read, so nothing here needs escaping.
 */
export function challengeFor({ code, scopes }: Denial, service: string): string | undefined {
  const { status, error } = REASONS[code];
  if (error === undefined && status !== 401) return undefined;
  const parameters = [`realm="${service}"`];
  if (error !== undefined) parameters.push(`error="${error}"`);
  if (scopes.length > 0) parameters.push(`scope="${scopes.join(' ')}"`);
  return `Bearer ${parameters.join(', ')}`;
}
