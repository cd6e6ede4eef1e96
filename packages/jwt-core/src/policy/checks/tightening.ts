/** From `defaults` to service or issuer to operation, a limit can only become tighter. */

import { pointerTo } from '../../json/json-pointer.js';
import type { Limits, PolicyDocument } from '../document/document.js';
import { amountOf, limitNamesAt, LIMITS, type LimitLevel } from '../document/limits.js';
import type { DocumentPlace } from '../problem.js';

/** Says where a pointer is, for messages that name a second place. */
export type DescribePlace = (pointer: string) => string;

/** The limits of one place, and those around it. */
interface Scope {
  readonly level: Exclude<LimitLevel, 'keys'>;
  readonly place: DocumentPlace;
  readonly limits: Limits;
  readonly outer: Scope | undefined;
}

/** Reports every limit that is wider than the nearest one around it. */
export function checkTightening(
  { defaults = {}, issuers, services }: PolicyDocument,
  root: DocumentPlace,
  describePlace: DescribePlace,
): void {
  const outer: Scope = { level: 'defaults', place: root.at('defaults'), limits: defaults, outer: undefined };
  for (const [name, issuer] of Object.entries(issuers)) {
    check({ level: 'issuer', place: root.at('issuers', name), limits: issuer, outer }, describePlace);
  }
  for (const [name, service] of Object.entries(services)) {
    const place = root.at('services', name);
    const scope: Scope = { level: 'service', place, limits: service, outer };
    check(scope, describePlace);
    for (const [operation, limits] of Object.entries(service.operations ?? {})) {
      const at = place.at('operations', operation);
      check({ level: 'operation', place: at, limits, outer: scope }, describePlace);
    }
  }
}

function check({ level, place, limits, outer }: Scope, describePlace: DescribePlace): void {
  for (const name of limitNamesAt(level)) {
    const value = limits[name];
    if (value === undefined) continue;
    const around = outerOf(name, outer);
    const limit = around?.limits[name] ?? LIMITS[name].default;
    if (limit === undefined || amountOf(value) <= amountOf(limit)) continue;
    const wider = `${name}: ${String(value)} is wider than the ${String(limit)}`;
    const message =
      around === undefined
        ? `${wider} that hold by default: write the wider limit under defaults first.`
        : `${wider} of ${around.place.path.join('.')} (${describePlace(pointerTo([...around.place.path, name]))}). Inner limits may only be tighter.`;
    place.at(name).report('widening', message);
  }
}

/** The nearest place around that has this limit. */
function outerOf(name: keyof Limits, scope: Scope | undefined): Scope | undefined {
  return scope === undefined || scope.limits[name] !== undefined ? scope : outerOf(name, scope.outer);
}
