/** The shape of what an issuer says of its provider's tokens. */

import * as v from 'valibot';
import { expected } from './expected.js';
import { MAX_REMAINING, MAX_LONG_LIFE } from './limits.js';
import {
  CLIENT_CLAIMS,
  ROLE_FORMS,
  type Lacks,
  type PrincipalDocument,
  type RolesDocument,
} from './provider.js';
import { check } from './schema-check.js';
import { durationUpTo } from './schema-limits.js';
import { claim, claimMatchers } from './schema-matchers.js';
import { schemaOf } from './schema-of.js';
import { date, distinctTexts, list, mapping, oneOf } from './schema-parts.js';

/** The claim that holds the roles, and how. */
export const roles: v.GenericSchema<RolesDocument> = schemaOf<RolesDocument>()(
  v.union(
    [claim, v.strictObject({ claim, as: v.optional(oneOf(ROLE_FORMS)) })],
    expected(`the claim that holds the roles, or { claim: NAME, as: ${ROLE_FORMS.join(' | ')} }`),
  ),
);

const alternatives = v.union(
  [claimMatchers, list(claimMatchers, 'alternatives')],
  expected('a mapping of claims to matchers, or a list of these'),
);

const predicates = v.pipe(
  v.strictObject({ workload: v.optional(alternatives), user: v.optional(alternatives) }),
  check(
    (value) => value.workload !== undefined || value.user !== undefined,
    'Expected what the claims of a workload or of a user show.',
    { minProperties: 1 },
  ),
);

/** How a person is distinguished from a program. */
export const principal: v.GenericSchema<PrincipalDocument> = schemaOf<PrincipalDocument>()(
  v.union(
    [oneOf(['user', 'workload', 'auto', 'marked']), predicates],
    expected(
      'user, workload, auto, marked, or what the claims of each show, such as { workload: { gty: { equals: client-credentials } }, user: { gty: { present: false } } }',
    ),
  ),
);

/** What the tokens of an issuer lack, each with what takes its place. */
export const lacks: v.GenericSchema<Lacks> = schemaOf<Lacks>()(
  v.pipe(
    mapping('what the tokens lack, such as { typ: { shownBy: [scp] } }', {
      typ: v.optional(
        mapping('{ shownBy: [CLAIM, ...] }: claims that its access tokens have and its ID tokens do not', {
          shownBy: distinctTexts('claim', claim),
        }),
      ),
      iat: v.optional(
        mapping('{ maxRemaining: 1h }: the longest exp - now', { maxRemaining: durationUpTo(MAX_REMAINING) }),
      ),
      sub: v.optional(oneOf(['workload'])),
      aud: v.optional(
        v.union(
          [
            v.strictObject({ pinnedBy: oneOf(CLIENT_CLAIMS) }),
            v.strictObject({ shownBy: oneOf(['scopes']) }),
          ],
          expected(`{ pinnedBy: ${CLIENT_CLAIMS.join(' | ')} } or { shownBy: scopes }`),
        ),
      ),
      shortLife: v.optional(
        mapping('{ maxLifetime: 30d, until: DATE }', {
          maxLifetime: durationUpTo(MAX_LONG_LIFE),
          until: date,
        }),
      ),
    }),
    check((value) => Object.keys(value).length > 0, 'Expected something that the tokens lack.', {
      minProperties: 1,
    }),
  ),
);
