/** Which operation is a request about? */

import { ConfigurationError } from '../options/configuration-error.js';
import type { OperationPolicy, ServicePolicy } from '../policy/compile/service-policy.js';
import { isCall, ownMember, type AccessRequest } from '../request/access-request.js';

/** The operation of a request, and its path parameters, where they are known. */
export interface FoundOperation {
  readonly operation: OperationPolicy | 'unknown';
  readonly params: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The router of a bound handler has decided already; otherwise the canonical path decides.
 *
 * @throws {@link ConfigurationError} for a call without a name: it has no path to find its operation by.
 */
export function findOperation(
  request: AccessRequest,
  name: string | undefined,
  policy: ServicePolicy,
): FoundOperation {
  const params = name === undefined ? undefined : ownMember(request, 'params');
  if (name !== undefined && (params !== undefined || isCall(request))) {
    return { operation: operationOf(name, policy), params };
  }
  if (isCall(request)) throw new ConfigurationError(NO_PATH);
  const match = policy.routes.match(request.method, request.target);
  const wanted = name ?? match?.operation;
  return {
    operation: operationOf(wanted, policy),
    params: wanted === match?.operation ? match?.params : undefined,
  };
}

const NO_PATH =
  "A call has no path by which its operation is found: write decide(request, { operation: 'name' }).";

function operationOf(name: string | undefined, { operations }: ServicePolicy): OperationPolicy | 'unknown' {
  return (name === undefined ? undefined : operations.get(name)) ?? 'unknown';
}
