/** A route that names its operations itself: does the policy say the same of its path? */

import type { OperationSummary } from '../verify/verifier.js';
import type { ComparableRoute, OperationByPath } from './audited-route.js';
import type { Found } from './finding.js';
import { missingTenantParameter, swappedParameters } from './route-parameters.js';

export function compareBoundRoute(
  route: ComparableRoute,
  bound: readonly string[],
  byPath: readonly OperationByPath[],
  operations: readonly OperationSummary[],
): readonly Found[] {
  const [first, second] = bound;
  if (first !== undefined && second !== undefined) {
    return [{ kind: 'other-operation', route: route.text, operation: second, byPath: first }];
  }
  return bound.flatMap((name) => {
    const operation = operations.find((each) => each.name === name);
    if (operation === undefined) {
      return [{ kind: 'other-operation', route: route.text, operation: name, byPath: undefined }];
    }
    return compareOperation(route, operation, byPath);
  });
}

function compareOperation(
  route: ComparableRoute,
  operation: OperationSummary,
  byPath: readonly OperationByPath[],
): readonly Found[] {
  const own = byPath.find(({ name, relation }) => name === operation.name && relation === 'same');
  const other = byPath.find(({ name }) => name !== operation.name);
  if (own === undefined && isContradicted(route, operation, byPath)) {
    return [{ kind: 'other-operation', route: route.text, operation: operation.name, byPath: other?.name }];
  }
  const findings: Found[] = [
    ...missingTenantParameter(route, operation),
    ...(own === undefined ? [] : swappedParameters(route.text, route.paths.segments, own)),
  ];
  if (own !== undefined && route.method === 'ALL') {
    findings.push({ kind: 'more-methods', route: route.text, operations: [operation.name] });
  }
  return findings;
}

/** Whether the path says something else: the operation's own template, or `guard()`, where it may run as well. */
function isContradicted(
  { guarded }: ComparableRoute,
  { route: template }: OperationSummary,
  byPath: readonly OperationByPath[],
): boolean {
  if (template !== undefined || guarded === true) return true;
  return guarded === undefined && byPath.some(({ relation }) => relation === 'same' || relation === 'inside');
}
