import { matchersOf, together } from '../places.js';
import { pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

/** A claim that its owner can change, or give up to others; and what stays the same. */
const RENAMEABLE: Readonly<Record<string, readonly string[]>> = {
  repository: ['repository_id'],
  repository_owner: ['repository_owner_id', 'repository_id'],
  actor: ['actor_id'],
  project_path: ['project_id'],
  namespace_path: ['namespace_id', 'project_id'],
  user_login: ['user_id'],
  organization_slug: ['organization_id', 'pipeline_id'],
  pipeline_slug: ['pipeline_id'],
  preferred_username: ['sub', 'oid'],
  upn: ['sub', 'oid'],
  unique_name: ['sub', 'oid'],
  email: ['sub', 'oid', 'hd'],
};

export const renameable: LintRule = {
  id: 'JP011',
  title: 'An identity by a name that can change hands',
  severity: 'warning',
  why: 'Who takes over the name (a repository that was renamed or deleted, an address that was given to another person) becomes this identity.',
  write: 'Pin the id that never changes, such as repository_id or sub, besides the name or in its place.',
  references: ['RFC 8725 §3.8', 'NHI6:2025', 'PR.AA-02', 'ASVS 10.3.3'],
  *find(linted) {
    for (const placed of matchersOf(linted)) {
      const { matchers, at } = placed;
      const all = together(placed);
      for (const [claim, { equals, in: several }] of Object.entries(matchers)) {
        const lasting = RENAMEABLE[claim];
        if (lasting === undefined || (equals === undefined && several === undefined)) continue;
        if (lasting.some((id) => all[id] !== undefined)) continue;
        yield {
          at: `${at}${pointerTo(claim)}`,
          message: `${claim} can change hands, and nothing pins ${lasting.join(' or ')}.`,
        };
      }
    }
  },
};
