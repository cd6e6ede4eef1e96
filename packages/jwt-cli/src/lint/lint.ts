/** Runs the rules on a policy, and takes away what is waived. */

import type { Policy, Waiver } from '@org/jwt-core/policy';
import { daysUntil } from './days.js';
import { isWithin, pointerTo } from './pointer.js';
import type { RuleId, Severity } from './rule.js';
import { RULES } from './rules.js';

/** What was found in one policy. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** The file, as it was named. */
  readonly file: string;
  /** A JSON Pointer (RFC 6901). */
  readonly at: string;
  readonly message: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** The waiver that accepts it. */
  readonly waiver: Waiver | undefined;
}

/** What all rules find in a policy, in the order of its text. */
export function lint(
  policy: Policy,
  { others, now }: { readonly others: readonly Policy[]; readonly now: number },
): readonly Finding[] {
  const { document, model } = policy;
  const linted = { policy, document, model, others, now };
  const used = new Set<Waiver>();
  const findings = RULES.flatMap((rule) =>
    Array.from(rule.find(linted), ({ at, message, severity = rule.severity }) => {
      const waiver = waiverOf({ rule: rule.id, at }, document.waivers, now);
      if (waiver !== undefined) used.add(waiver);
      return place(policy, { rule: rule.id, severity, at, message, waiver });
    }),
  );
  return [...findings, ...unusedWaivers(policy, used, now)].sort(
    (one, other) => (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0),
  );
}

function waiverOf(
  { rule, at }: Pick<Finding, 'rule' | 'at'>,
  waivers: readonly Waiver[] = [],
  now: number,
): Waiver | undefined {
  return waivers.find(
    (each) => each.rule === rule && isWithin(at, each.at) && daysUntil(each.expires, now) > 0,
  );
}

/** A waiver with a typo waives nothing, and one whose finding was mended can go. */
function unusedWaivers(policy: Policy, used: ReadonlySet<Waiver>, now: number): readonly Finding[] {
  const waivers = policy.document.waivers ?? [];
  return waivers.flatMap((waiver, index) => {
    if (used.has(waiver) || daysUntil(waiver.expires, now) <= 0) return [];
    const at = pointerTo('waivers', index);
    const message = `${waiver.rule} finds nothing at ${waiver.at}: remove the waiver, or mend its place.`;
    return [place(policy, { rule: 'JP026', severity: 'warning', at, message, waiver: undefined })];
  });
}

function place(policy: Policy, finding: Omit<Finding, 'file' | 'line' | 'column'>): Finding {
  const { line, column } = policy.locate(finding.at) ?? {};
  return { ...finding, file: policy.file, line, column };
}
