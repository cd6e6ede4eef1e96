/**
 * Every way in which serialisers write that there is nothing, in every claim. None of them grants anything. In `iss`,
 * `aud`, `exp` and `cnf` they are values like any other: what identifies a token, or binds it, is never left to a reading.
 */

import type { ReasonCode } from '@org/jwt-core';
import type { AttackCondition } from './conditions.js';
import { onClaimText } from './values/json-values.js';
import { attacksOf, type AttackClass } from './row.js';

/** The texts of a claim that says nothing. */
const NOTHING = {
  null: 'null',
  'empty-string': '""',
  'empty-list': '[]',
  'list-of-empty-string': '[""]',
  'list-of-null': '[null]',
} as const;

type Nothing = keyof typeof NOTHING;
type Row = readonly [codes: Readonly<Partial<Record<Nothing, ReasonCode>>>, only?: AttackCondition];

/** The same code for each of these texts. */
function as(code: ReasonCode, ...texts: readonly Nothing[]): Row[0] {
  return Object.fromEntries(texts.map((text) => [text, code]));
}

const TEXTS = Object.keys(NOTHING) as readonly Nothing[];
const LISTS = ['empty-list', 'list-of-empty-string', 'list-of-null'] as const;
/** A name is absent in these words, and malformed in the others. */
const NAMES = ['null', 'empty-string'] as const;
/** Grants may be a list. */
const GRANTS = ['null', 'empty-string', 'empty-list', 'list-of-empty-string'] as const;

/** The code of each text. What is not here is allowed: see the edge cases. */
const CLAIMS: Readonly<Record<string, readonly Row[]>> = {
  iss: [
    [
      {
        ...as('issuer.malformed', 'null', ...LISTS),
        ...as('issuer.untrusted', 'empty-string'),
      },
    ],
  ],
  aud: [
    [
      {
        ...as('audience.mismatch', 'empty-string', 'empty-list', 'list-of-empty-string'),
        ...as('audience.malformed', 'null', 'list-of-null'),
      },
    ],
  ],
  exp: [[as('time.malformed', ...TEXTS)]],
  iat: [[{ ...as('time.missing', 'null'), ...as('time.malformed', 'empty-string', ...LISTS) }]],
  nbf: [[as('time.malformed', 'empty-string', ...LISTS)]],
  sub: [[as('claims.missing', ...NAMES), 'auto'], [as('claims.malformed', ...LISTS)]],
  client_id: [[as('claims.missing', ...NAMES), 'auto'], [as('claims.malformed', ...LISTS)]],
  jti: [[as('claims.malformed', ...LISTS)]],
  scope: [[as('operation.scope', ...GRANTS), 'scopes'], [as('claims.malformed', 'list-of-null')]],
  roles: [[as('operation.role', ...GRANTS), 'roles'], [as('claims.malformed', 'list-of-null')]],
  tenant_id: [[{ ...as('tenant.missing', ...NAMES), ...as('tenant.malformed', ...LISTS) }, 'tenant']],
  act: [[as('operation.actor', 'null'), 'actor'], [as('claims.malformed', 'empty-string', ...LISTS)]],
  cnf: [[as('binding.required', ...TEXTS)]],
  department: [[as('operation.condition', ...TEXTS), 'where']],
  limits: [[as('operation.condition', ...TEXTS), 'where']],
};

/** A row for each claim and each text. */
export const ABSENCE: AttackClass = {
  name: 'absence',
  summary: 'A claim that is needed says nothing, in one of the ways in which serialisers write it.',
  attacks: () =>
    Object.entries(CLAIMS).flatMap(([claim, rows]) =>
      rows.flatMap(([codes, only]) =>
        attacksOf(`absence/${claim}`, codes, (code, label) => ({
          summary: `${claim} says nothing: ${label}.`,
          code,
          only,
          apply: onClaimText(claim, NOTHING[label as Nothing]),
        })),
      ),
    ),
};
