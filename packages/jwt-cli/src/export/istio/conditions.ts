/** Tests of a token as conditions of an AuthorizationPolicy: a list of alternatives, in each of which all must hold. */

import type { Scalar } from '@org/jwt-core/policy';
import { claimName } from '../gateway/claim-name.js';
import type { ClaimTest, Form, TokenTest } from '../gateway/claim-test.js';
import type { Losses } from '../losses.js';

/** `Condition` of security.istio.io/v1: one of the values, and none of the others. */
export interface Condition {
  readonly key: string;
  readonly values?: readonly string[];
  readonly notValues?: readonly string[];
}

/** All must hold. */
export type Clause = readonly Condition[];

/** More alternatives than this are not written out. */
const MAX_CLAUSES = 256;

/** The alternatives; none where Istio cannot say any. */
export function clausesOf(test: TokenTest, losses: Losses): readonly Clause[] {
  if ('any' in test) return test.any.flatMap((each) => clausesOf(each, losses));
  if ('all' in test) {
    return test.all.reduce<readonly Clause[]>(
      (before, each) => {
        const more = clausesOf(each, losses);
        if (before.length * more.length > MAX_CLAUSES) return [];
        return before.flatMap((clause) => more.map((other) => merged(clause, other)));
      },
      [[]],
    );
  }
  const condition = conditionOf(test, losses);
  return condition === undefined ? [] : [[condition]];
}

/** The same condition is written once. */
function merged(clause: Clause, other: Clause): Clause {
  const distinct = new Map([...clause, ...other].map((each) => [JSON.stringify(each), each]));
  return [...distinct.values()];
}

function conditionOf(test: ClaimTest, losses: Losses): Condition | undefined {
  const { path, is, at, negated } = test;
  const name = claimName(test);
  const unsayable = (why: string): undefined => {
    losses.add('warning', 'condition', at, `Istio denies what depends on ${name}: ${why}`);
  };
  if (path.some((step) => step === '' || /[[\]]/u.test(step))) return unsayable('its name cannot be written');
  const key = `request.auth.claims${path.map((step) => `[${step}]`).join('')}`;
  const among = (values: readonly string[]): Condition =>
    negated ? { key, values: ['*'], notValues: values } : { key, values };
  if (is.kind !== 'granted' && is.kind !== 'present') tellForms(test, name, losses);
  switch (is.kind) {
    case 'oneOf':
    case 'holds': {
      const texts = is.values.filter(isText);
      if (texts.length === 0 || (negated && texts.length < is.values.length)) {
        return unsayable('it compares texts alone, and not those with an asterisk at their beginning or end');
      }
      if (texts.length < is.values.length) unsayable('it compares texts alone');
      return among(texts);
    }
    case 'startsWith':
      return isText(is.value) ? among([`${is.value}*`]) : unsayable('an asterisk has a meaning of its own');
    case 'gte':
    case 'lte':
      return unsayable('it compares no numbers');
    case 'type':
      // Whether there is an iat belongs to the times, which are a loss as a whole.
      return is.type === 'number' ? unsayable('it compares no numbers') : { key, values: ['*'] };
    case 'present':
      if (negated) {
        losses.add(
          'error',
          'absent-claim',
          at,
          `Istio does not see ${name} where it is no text, and no list of texts`,
        );
        return { key, notValues: ['*'] };
      }
      losses.add('warning', 'claim-forms', at, `Istio denies ${name} that is no text, and no list of texts`);
      return { key, values: ['*'] };
    case 'granted':
      return granted(test, is, key, name, losses) ?? unsayable('it compares no members, and no asterisks');
  }
}

/** `iss` and `sub` are strings in every token that passes (RFC 7519 §4.1); of other claims, nothing is known. */
function tellForms({ path, at }: ClaimTest, name: string, losses: Losses): void {
  if (path.length === 1 && (path[0] === 'iss' || path[0] === 'sub')) return;
  losses.add(
    'error',
    'claim-forms',
    at,
    `Istio does not tell whether ${name} is a text, or a list that holds it`,
  );
}

/** An asterisk at the beginning or the end is a wildcard. */
function isText(value: Scalar): value is string {
  return typeof value === 'string' && value !== '' && !value.startsWith('*') && !value.endsWith('*');
}

function granted(
  { path, at }: ClaimTest,
  { name: wanted, form }: Extract<Form, { kind: 'granted' }>,
  key: string,
  name: string,
  losses: Losses,
): Condition | undefined {
  if (form === 'memberNames' || !isText(wanted)) return undefined;
  const kind = form === 'scopes' ? 'scopes' : 'roles';
  if (path.length > 1 && form !== 'names') {
    losses.add('warning', kind, at, `Istio denies several ${kind} in one text in ${name}`);
  }
  return { key, values: [wanted] };
}
