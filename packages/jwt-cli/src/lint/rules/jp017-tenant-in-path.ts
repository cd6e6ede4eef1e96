import { operationsOf } from '../places.js';
import { pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

const NAMES_TENANT = /\{(tenant|tenant_?id)\}/iu;

export const tenantInPath: LintRule = {
  id: 'JP017',
  title: 'A tenant in the path that is not compared',
  severity: 'error',
  why: "The token of one tenant opens another tenant's resources: the path says which are meant, and nothing compares it with the token.",
  write: 'tenantFrom: path.tenant on the service or the operation, and tenant under the issuer.',
  references: ['RFC 8725 §3.10', 'NHI8:2025', 'PR.AA-05'],
  *find(linted) {
    for (const { resolved, at } of operationsOf(linted)) {
      const [, name] = NAMES_TENANT.exec(resolved.route ?? '') ?? [];
      if (name === undefined || resolved.auth === 'public' || resolved.tenant !== undefined) continue;
      yield {
        at: `${at}${pointerTo('route')}`,
        message: `The path has {${name}}, and it is not compared with the tenant of the token.`,
      };
    }
  },
};
