import { pointerTo } from '../pointer.js';
import { isProduction } from '../production.js';
import type { LintRule } from '../rule.js';

export const revision: LintRule = {
  id: 'JP028',
  title: 'A policy for production without a revision or an owner',
  severity: 'warning',
  why: 'Events and metrics carry the revision: without it, only the digest says which policy decided. Without an owner, there is no one to ask.',
  write: 'metadata: { revision: …, owner: … }, the revision set by what builds the file.',
  references: ['NHI6:2025', 'PR.PS-01', 'GOVERN 1.4'],
  *find({ document }) {
    const { environment, revision: written, owner } = document.metadata;
    if (!isProduction(environment)) return;
    const missing = [
      ...(written === undefined ? ['revision'] : []),
      ...(owner === undefined ? ['owner'] : []),
    ];
    if (missing.length > 0)
      yield { at: pointerTo('metadata'), message: `metadata has no ${missing.join(' and no ')}.` };
  },
};
