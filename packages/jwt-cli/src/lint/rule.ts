/** What a lint rule is: what a policy can get wrong although it loads. */

import type { Policy, PolicyDocument, ResolvedPolicy } from '@org/jwt-core/policy';

/** `error`: an attacker gets in, or the control has ended. `warning`: likely a mistake. `hint`: worth knowing. */
export type Severity = 'error' | 'warning' | 'hint';

/** The id of a rule. Stable: waivers name it. */
export type RuleId = `JP${number}`;

/** What a rule found. */
export interface Found {
  /** A JSON Pointer (RFC 6901) to the place. */
  readonly at: string;
  /** One sentence: what is there, and what follows. */
  readonly message: string;
  /** Where it is not that of the rule. */
  readonly severity?: Severity;
}

/** What a rule looks at. */
export interface Linted {
  readonly policy: Policy;
  readonly document: PolicyDocument;
  readonly model: ResolvedPolicy;
  /** The other policies of the same run: other environments of one fleet. */
  readonly others: readonly Policy[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** One rule: what it finds, and what is to be known about it. */
export interface LintRule {
  readonly id: RuleId;
  /** What it finds, in a few words. */
  readonly title: string;
  readonly severity: Severity;
  /** What an attacker, or an accident, makes of it. */
  readonly why: string;
  /** What to write instead. */
  readonly write: string;
  /** Ids of {@link REFERENCES}. */
  readonly references: readonly string[];
  find(linted: Linted): Iterable<Found>;
}
