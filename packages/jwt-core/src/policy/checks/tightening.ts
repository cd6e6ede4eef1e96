/** Inner limits may only be tighter than outer ones. */

import type { PolicyDocument } from '../document/document.js';
import { DEFAULT_LIMITS, inUnits, parseDuration } from '../model/limits.js';
import { pointerTo } from '../../json/json-pointer.js';
import { type Path, type Report } from '../problem.js';

/** Says where a pointer is, for messages that name a second place. */
export type DescribePlace = (pointer: string) => string;

interface Limits {
  readonly clockSkew?: string;
  readonly maxLifetime?: string;
  readonly maxAge?: string;
  readonly maxTokenBytes?: number;
  readonly audienceMode?: 'contains' | 'exclusive';
}

interface Scope {
  readonly path: Path;
  readonly limits: Limits;
}

/** What holds where the document says nothing. */
const BUILT_IN: Scope = {
  path: [],
  limits: {
    clockSkew: inUnits(DEFAULT_LIMITS.clockSkew),
    maxLifetime: inUnits(DEFAULT_LIMITS.maxLifetime),
    maxTokenBytes: DEFAULT_LIMITS.maxTokenBytes,
  },
};

const LIMIT_KEYS = ['clockSkew', 'maxLifetime', 'maxAge', 'maxTokenBytes', 'audienceMode'] as const;

/** From `defaults` to service or issuer to operation, a limit may only become tighter. */
export function checkTightening(
  document: PolicyDocument,
  report: Report,
  describePlace: DescribePlace,
): void {
  const defaults: Scope = { path: ['defaults'], limits: document.defaults ?? {} };
  const compare = (inner: Scope, outers: readonly Scope[]): void => {
    for (const key of LIMIT_KEYS) reportWidening(key, inner, outers, report, describePlace);
  };
  for (const [name, issuer] of Object.entries(document.issuers)) {
    compare({ path: ['issuers', name], limits: issuer }, [defaults, BUILT_IN]);
  }
  for (const [name, service] of Object.entries(document.services)) {
    const outer: Scope = { path: ['services', name], limits: service };
    compare(outer, [defaults, BUILT_IN]);
    for (const [operationName, operation] of Object.entries(service.operations)) {
      compare({ path: [...outer.path, 'operations', operationName], limits: operation }, [
        outer,
        defaults,
        BUILT_IN,
      ]);
    }
  }
}

function reportWidening(
  key: (typeof LIMIT_KEYS)[number],
  inner: Scope,
  outers: readonly Scope[],
  report: Report,
  describePlace: DescribePlace,
): void {
  const value = inner.limits[key];
  const outer = outers.find((scope) => scope.limits[key] !== undefined);
  const limit = outer?.limits[key];
  if (value === undefined || limit === undefined || outer === undefined || amount(value) <= amount(limit))
    return;
  const wider = `${key}: ${String(value)} is wider than the ${String(limit)}`;
  const message =
    outer === BUILT_IN
      ? `${wider} that hold by default: write the wider limit under defaults first.`
      : `${wider} of ${outer.path.join('.')} (${describePlace(pointerTo([...outer.path, key]))}). Inner limits may only be tighter.`;
  report('widening', [...inner.path, key], message);
}

function amount(limit: string | number): number {
  if (limit === 'exclusive' || limit === 'contains') return limit === 'exclusive' ? 0 : 1;
  return typeof limit === 'number' ? limit : (parseDuration(limit) ?? 0);
}
