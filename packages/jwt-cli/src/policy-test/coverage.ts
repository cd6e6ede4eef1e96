/** What of a policy the cases have exercised. */

import { REASON_CODES } from '@org/jwt-core';
import type { Policy } from '@org/jwt-core/policy';
import type { Result } from './result.js';

/** One operation, and what was seen of it. */
export interface OperationCoverage {
  readonly service: string;
  readonly operation: string;
  /** Whether there is anything to deny: a public operation takes every request. */
  readonly isPublic: boolean;
  readonly hasAllowed: boolean;
  /** Whether a case was denied (JP027). */
  readonly hasDenied: boolean;
  /** For each rule, whether a case was allowed by it. */
  readonly rules: readonly boolean[];
}

/** What was seen of a policy. */
export interface Coverage {
  readonly operations: readonly OperationCoverage[];
  /** Reason codes that were the answer, in the order in which they are tested. */
  readonly codes: readonly string[];
  /** Of 100; of a policy without rules, 100. */
  readonly rulesPercent: number;
}

/** Counts what listed cases and their attacks have shown. What is unlisted was not asked for, and counts as nothing. */
export function coverageOf({ model }: Policy, results: readonly Result[]): Coverage {
  const listed = results.filter(({ kind }) => kind !== 'unlisted');
  const operations = Object.entries(model.services).flatMap(([service, each]) =>
    Object.entries(each.operations).map(([operation, { auth, rules }]): OperationCoverage => {
      const here = listed.filter((result) => result.service === service && result.operation === operation);
      const allowed = here.filter(({ actual }) => actual.outcome === 'allow');
      return {
        service,
        operation,
        isPublic: auth === 'public',
        hasAllowed: allowed.length > 0,
        hasDenied: here.some(({ kind, actual }) => kind === 'case' && actual.outcome === 'deny'),
        rules: rules.map((_rule, index) => allowed.some(({ actual }) => actual.rule === index)),
      };
    }),
  );
  const rules = operations.flatMap((each) => each.rules);
  const seen = new Set(listed.map(({ actual }) => actual.code));
  return {
    operations,
    codes: REASON_CODES.filter((code) => seen.has(code)),
    rulesPercent: rules.length === 0 ? 100 : Math.floor((rules.filter(Boolean).length / rules.length) * 100),
  };
}
