/** Parameters that the policy reads under one name, and the handler of the route under another. */

import type { OperationSummary } from '../verify/verifier.js';
import type { ComparableRoute, OperationByPath } from './audited-route.js';
import type { Found } from './finding.js';
import { parameterPlaces, type PatternSegment } from './route-pattern.js';

/** Names that are at one place in the template and at another in the route: the handler reads another value. */
export function swappedParameters(
  route: string,
  segments: readonly PatternSegment[],
  operation: OperationByPath,
): readonly Found[] {
  const places = parameterPlaces(segments);
  return [...parameterPlaces(operation.paths.segments)]
    .filter(([name, place]) => (places.get(name) ?? place) !== place)
    .map(([parameter]) => ({ kind: 'parameter-name', route, operation: operation.name, parameter }));
}

/** A tenant that `operation(name)` will look for among parameters that do not have it: every request is denied. */
export function missingTenantParameter(
  { text: route, paths: { segments }, hiddenParameters }: ComparableRoute,
  { name, tenantFrom }: OperationSummary,
): readonly Found[] {
  const parameter = tenantFrom?.startsWith('path.') === true ? tenantFrom.slice('path.'.length) : undefined;
  if (parameter === undefined) return [];
  const isSeen = parameterPlaces(segments).has(parameter) && !hiddenParameters.includes(parameter);
  return isSeen ? [] : [{ kind: 'parameter-name', route, operation: name, parameter }];
}
