import { operationsOf, rulesIn } from '../places.js';
import { pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

export const bothKinds: LintRule = {
  id: 'JP024',
  title: 'An operation for people and for any program',
  severity: 'warning',
  why: 'Where both may, a person can use the credentials of a program, and an audit cannot tell them apart.',
  write: 'Name the programs (identities), or give them an operation of their own.',
  references: ['RFC 8725 §3.12', 'NHI10:2025', 'PR.AA-03', 'GOVERN 3.2'],
  *find(linted) {
    for (const operation of operationsOf(linted)) {
      const kinds = new Set(
        rulesIn(operation).flatMap(({ written: { identity, principal, issuer } }) => {
          if (identity !== undefined) return [];
          if (principal !== undefined) return [principal];
          const fixed = issuer === undefined ? undefined : linted.model.issuers[issuer]?.principal;
          return fixed === 'user' || fixed === 'workload' ? [fixed] : (['user', 'workload'] as const);
        }),
      );
      if (kinds.size < 2) continue;
      yield {
        at: `${operation.at}${pointerTo('allow')}`,
        message: `People and programs without a name may do "${operation.name}".`,
      };
    }
  },
};
