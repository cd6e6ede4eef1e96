/** Three values: a matcher holds, does not hold, or cannot be judged. What cannot be judged is never a yes. */

import type { ClaimMatchers, Matcher } from '../../src/policy/document/document.js';
import { claimOf, type Members } from './words.js';

type Answer = boolean | 'absent' | 'odd';

/** RFC 7493 §2.2: two integers beyond 2^53 can be one number when they are read, so that none is what it says. */
const isExact = (value: unknown): boolean =>
  typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value);

const isScalar = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value) && isExact(value);

/** The answer of one matcher about one value. */
function ask(matcher: Matcher, value: unknown): Answer {
  return all(Object.entries(matcher).map(([name, wanted]) => askMember(name, wanted, value)));
}

function askMember(name: string, wanted: unknown, value: unknown): Answer {
  if (typeof value === 'symbol') return 'odd';
  if (name === 'present') return (value !== undefined) === wanted;
  if (name === 'anyOf') return any((wanted as readonly Matcher[]).map((each) => ask(each, value)));
  if (name === 'allOf') return all((wanted as readonly Matcher[]).map((each) => ask(each, value)));
  if (name === 'not') {
    const answer = ask(wanted as Matcher, value);
    return typeof answer === 'boolean' ? !answer : answer;
  }
  if (value === undefined) return 'absent';
  if (!isExact(value)) return 'odd';
  if (name === 'equals') return typeof value === typeof wanted ? value === wanted : 'odd';
  if (name === 'in') {
    const choices = wanted as readonly unknown[];
    return choices.some((each) => typeof each === typeof value) ? choices.includes(value) : 'odd';
  }
  if (name === 'startsWith') return typeof value === 'string' ? value.startsWith(String(wanted)) : 'odd';
  if (name === 'gte') return typeof value === 'number' ? value >= Number(wanted) : 'odd';
  if (name === 'lte') return typeof value === 'number' ? value <= Number(wanted) : 'odd';
  return askList(name, wanted, value);
}

/** "A list of such values": every item has the type of a value that is looked for. */
function askList(name: string, wanted: unknown, value: unknown): Answer {
  const sought = Array.isArray(wanted) ? (wanted as readonly unknown[]) : [wanted];
  if (!Array.isArray(value)) return 'odd';
  const held = value as readonly unknown[];
  const isOne = (each: unknown): boolean =>
    isScalar(each) && sought.some((one) => typeof one === typeof each);
  if (!held.every(isOne)) return 'odd';
  return name === 'containsAny'
    ? sought.some((each) => held.includes(each))
    : sought.every((each) => held.includes(each));
}

/** What cannot be judged stays so, also beside a no: else `not` around it would make a yes of it. */
function all(answers: readonly Answer[]): Answer {
  return answers.find((answer) => typeof answer === 'string') ?? !answers.includes(false);
}

/** One yes is a yes; else what is not known stays so. */
function any(answers: readonly Answer[]): Answer {
  if (answers.includes(true)) return true;
  return answers.find((answer) => answer !== false) ?? false;
}

/** Do all claims look as they must? */
export function holdAll(matchers: ClaimMatchers | undefined, claims: Members): boolean {
  return Object.entries(matchers ?? {}).every(([name, each]) => ask(each, claimOf(claims, name)) === true);
}

/** Why a token is not what it must be, in the order of the codes. */
export function faultOfRequired(
  all: readonly (ClaimMatchers | undefined)[],
  claims: Members,
): string | undefined {
  const answers = all
    .flatMap((matchers) => Object.entries(matchers ?? {}))
    .map(([name, each]) => ask(each, claimOf(claims, name)));
  if (answers.includes('absent')) return 'claims.missing';
  if (answers.includes('odd')) return 'claims.malformed';
  return answers.includes(false) ? 'claims.mismatch' : undefined;
}
