import type { Denial } from '../../decision/denial.js';
import type { RulePolicy } from '../../policy/compile/service-policy.js';

/** What the `allow` rules of an operation say. */
export class RulesVerdict {
  /** The first rule that allows this token, and its index. */
  readonly allowing: { readonly index: number; readonly rule: RulePolicy } | undefined;
  /** Why none does: the denial of the first rule that is for this kind of caller, else of the first. */
  readonly denial: Denial | undefined;

  constructor(allowing: RulesVerdict['allowing'], denial: Denial | undefined) {
    this.allowing = allowing;
    this.denial = denial;
  }
}
