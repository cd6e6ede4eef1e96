/** Claims that a rule's `where` compares: no type is converted, and a missing claim is denied. */

import { onClaims } from '../alterations/alteration.js';
import { onClaimText, valuesBut } from './values/json-values.js';
import { confuse, STRING_NEAR_MISSES } from './values/near-misses.js';
import { attacksOf, type AttackClass } from './row.js';

const NOT_LARGE = ['largest', 'two-to-53', 'beyond-two-to-53'];

/** JSON texts of `limits` without a number of at least 100 at `/eur`. */
const LIMITS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(valuesBut()).filter(([label]) => !NOT_LARGE.includes(label))),
  'number-in-quotes': '{"eur":"500"}',
  'number-in-list': '{"eur":[500]}',
  'number-in-object': '{"eur":{"value":500}}',
  'empty-string': '{"eur":""}',
  true: '{"eur":true}',
  null: '{"eur":null}',
  below: '{"eur":99.99}',
  'just-below': '{"eur":99.99999999999999}',
  negative: '{"eur":-500}',
  zero: '{"eur":0}',
  'minus-zero': '{"eur":-0}',
  'beyond-exact-numbers': '{"eur":9007199254740994}',
  'beyond-64-bits': '{"eur":1e300}',
  'other-case': '{"EUR":500}',
  'name-with-space': '{"eur ":500}',
  'list-of-object': '[{"eur":500}]',
  'list-in-the-way': '{"eur":[]}',
  'in-proto': '{"__proto__":{"eur":500}}',
  'in-constructor': '{"constructor":{"prototype":{"eur":500}}}',
  'under-joined-name': '{"/limits/eur":500}',
};

const ELSEWHERE = {
  'pointer-as-name': '{"x":1},"/limits/eur":500',
  'dotted-name': '{"x":1},"limits.eur":500',
  'beside-it': '{"x":1},"eur":500',
};

/** Every type and near miss of the claims that a rule compares. */
export const CONDITION_CLAIMS: AttackClass = {
  name: 'where',
  summary: 'A claim that a rule compares is of another type, missing, or a near miss of the right one.',
  attacks: () => [
    ...attacksOf('where/department-near', STRING_NEAR_MISSES, (change, label) => ({
      summary: `The department is the right one with one change: ${label}.`,
      code: 'operation.condition',
      only: 'where',
      apply: onClaims(({ department }) => ({ department: confuse(String(department), change) })),
    })),
    ...attacksOf(
      'where/department-type',
      { ...valuesBut('string'), 'empty-string': '""' },
      (text, label) => ({
        summary: `The department is ${label}.`,
        code: 'operation.condition',
        only: 'where',
        apply: onClaimText('department', text),
      }),
    ),
    ...attacksOf('where/limit', { ...LIMITS, ...ELSEWHERE }, (text, label) => ({
      summary: `The limit is in another form: ${label}.`,
      code: 'operation.condition',
      only: 'where',
      apply: onClaimText('limits', text),
    })),
    ...attacksOf('where/missing', { department: 'department', limits: 'limits' }, (claim) => ({
      summary: `The token has no ${claim}.`,
      code: 'operation.condition',
      only: 'where',
      apply: onClaims(() => ({ [claim]: undefined })),
    })),
  ],
};
