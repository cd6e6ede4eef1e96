/** The report, before it is written in any format. */

import type { Policy } from '@org/jwt-core/policy';
import { lint, type Finding } from '../lint/lint.js';
import { REFERENCES, type Framework, type Reference } from '../lint/reference.js';
import { RULES } from '../lint/rules.js';
import type { Evidence } from './control.js';
import { IN_CODE, NOT_BUILT, supporting } from './controls.js';

/**
 * `supported`: controls are in force. `weakened`: they are, and findings are open against them. `not shown`: only code, or
 * what is around the service, can show it. `not covered`: nothing here supports it.
 */
export type Status = 'supported' | 'weakened' | 'not shown' | 'not covered';

/** One requirement of a framework. */
export interface AuditedRequirement extends Reference {
  readonly status: Status;
  readonly controls: readonly {
    readonly title: string;
    readonly evidence: readonly (Evidence & { readonly line: number | undefined })[];
  }[];
  readonly open: readonly Finding[];
  readonly waived: readonly Finding[];
  /** Why it is not shown, or not covered. */
  readonly note: string | undefined;
}

/** What an audit found. */
export interface AuditReport {
  readonly policy: {
    readonly name: string;
    readonly revision: string | undefined;
    readonly owner: string | undefined;
    readonly environment: string | undefined;
    readonly file: string;
    readonly digest: string;
  };
  /** ISO 8601. */
  readonly at: string;
  readonly version: string;
  readonly requirements: readonly AuditedRequirement[];
  readonly findings: readonly Finding[];
}

/** What rules refer to, and no assessment asks for. */
const NO_REQUIREMENTS: ReadonlySet<string> = new Set(['RFC 9864 §2.2']);

/** Looks at one policy, requirement by requirement. */
export function auditPolicy(
  policy: Policy,
  { now, version }: { readonly now: number; readonly version: string },
): AuditReport {
  const findings = lint(policy, { others: [], now });
  const { name, revision, owner, environment } = policy.document.metadata;
  return {
    policy: { name, revision, owner, environment, file: policy.file, digest: policy.digest },
    at: new Date(now).toISOString(),
    version,
    requirements: [...REFERENCES.values()]
      .filter(({ id }) => !NO_REQUIREMENTS.has(id))
      .map((each) => auditOne(each, policy, findings)),
    findings,
  };
}

function auditOne(requirement: Reference, policy: Policy, findings: readonly Finding[]): AuditedRequirement {
  const { id } = requirement;
  const controls = supporting(id, policy).map(({ title, evidence }) => ({
    title,
    evidence: evidence.map((each) => ({
      ...each,
      line: each.at === undefined ? undefined : policy.locate(each.at)?.line,
    })),
  }));
  const about = findings.filter(({ rule }) =>
    RULES.some((each) => each.id === rule && each.references.includes(id)),
  );
  const open = about.filter(({ waiver, severity }) => waiver === undefined && severity !== 'hint');
  const note =
    IN_CODE[id] ??
    NOT_BUILT[id] ??
    (controls.length === 0 ? 'the policy uses nothing that supports it' : undefined);
  const status = statusOf({
    isSupported: controls.length > 0,
    isOpen: open.length > 0,
    isInCode: id in IN_CODE,
  });
  return {
    ...requirement,
    status,
    controls,
    open,
    waived: about.filter(({ waiver }) => waiver !== undefined),
    note,
  };
}

function statusOf({
  isSupported,
  isOpen,
  isInCode,
}: {
  readonly isSupported: boolean;
  readonly isOpen: boolean;
  readonly isInCode: boolean;
}): Status {
  if (isInCode) return 'not shown';
  if (!isSupported) return 'not covered';
  return isOpen ? 'weakened' : 'supported';
}

/** The requirements of each framework, in the order of their table. */
export function byFramework({
  requirements,
}: AuditReport): ReadonlyMap<Framework, readonly AuditedRequirement[]> {
  const groups = new Map<Framework, AuditedRequirement[]>();
  for (const each of requirements) {
    const group = groups.get(each.framework);
    if (group === undefined) groups.set(each.framework, [each]);
    else group.push(each);
  }
  return groups;
}
