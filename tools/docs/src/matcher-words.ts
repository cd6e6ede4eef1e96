/** What a document asks of claims, in the words of a reference page. */

import type { ClaimMatchers, Matcher, Scalar } from '@org/jwt-core/policy';

/** A value or a name as code, in a cell of a table. */
export function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

/** `a`, `b` and `c`. */
export function listed(items: readonly string[], last = 'and'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1) ?? ''}`;
}

/** Claims and matchers: those that must be there in one phrase, then the others. */
export function matchersInWords(matchers: ClaimMatchers): readonly string[] {
  const entries = Object.entries(matchers);
  const named = (present: boolean): readonly string[] =>
    entries.filter(([, matcher]) => isOnly(matcher, present)).map(([claim]) => code(claim));
  const others = entries.filter(([, matcher]) => !isOnly(matcher, true) && !isOnly(matcher, false));
  return [
    ...phrase(named(true), 'is present', 'are present'),
    ...phrase(named(false), 'is absent', 'are absent'),
    ...others.map(([claim, matcher]) => `${claimInWords(claim)} ${matcherInWords(matcher)}`),
  ];
}

/** Keycloak writes a claim with the name of a member of the header. */
function claimInWords(claim: string): string {
  return claim === 'typ' ? `the claim ${code(claim)}` : code(claim);
}

function isOnly(matcher: Matcher, present: boolean): boolean {
  return matcher.present === present && Object.keys(matcher).length === 1;
}

function phrase(claims: readonly string[], one: string, several: string): readonly string[] {
  if (claims.length === 0) return [];
  return [`${listed(claims)} ${claims.length === 1 ? one : several}`];
}

function matcherInWords(matcher: Matcher): string {
  return Object.entries(WORDS)
    .flatMap(([key, inWords]) => {
      const value = matcher[key as keyof Matcher];
      return value === undefined ? [] : [(inWords as (value: unknown) => string)(value)];
    })
    .join(', and ');
}

const scalar = (value: Scalar): string => code(String(value));

/** By member of a matcher. Profiles use these; another one does not compile until it has words. */
const WORDS = {
  equals: (value: Scalar): string => `is ${scalar(value)}`,
  in: (values: readonly Scalar[]): string => `is ${listed(values.map(scalar), 'or')}`,
  startsWith: (prefix: string): string => `starts with ${code(prefix)}`,
  present: (present: boolean): string => (present ? 'is present' : 'is absent'),
  not: (matcher: Matcher): string => negatedInWords(matcher),
  anyOf: (matchers: readonly Matcher[]): string => anyInWords(matchers),
} as const;

function negatedInWords(matcher: Matcher): string {
  const { startsWith, in: values } = matcher;
  if (startsWith !== undefined) return `does not start with ${code(startsWith)}`;
  return values === undefined
    ? `has not this: ${matcherInWords(matcher)}`
    : `is not ${listed(values.map(scalar), 'or')}`;
}

/** Prefixes of one kind are a long list; the page needs the first. */
function anyInWords(matchers: readonly Matcher[]): string {
  const prefixes = matchers.flatMap(({ startsWith }) => startsWith ?? []);
  if (prefixes.length === matchers.length && prefixes.length > 3) {
    return `starts with one of ${String(prefixes.length)} prefixes, such as ${code(prefixes[0] ?? '')}`;
  }
  return listed(matchers.map(matcherInWords), 'or');
}

/** What a text has to look like: its start, its end or the whole of it, or an expression where that is not enough. */
export function formInWords({ source }: RegExp): string {
  const text = source.replace(/^\^/u, '').replace(/\$$/u, '');
  const plain = text.replaceAll(/\\([./])/gu, '$1');
  if (/[\\()[\]|?*+^$]/u.test(plain)) return `matches ${code(source)}`;
  const [atStart, atEnd] = [source.startsWith('^'), source.endsWith('$')];
  return `${atStart && atEnd ? 'is' : atStart ? 'starts with' : atEnd ? 'ends in' : 'contains'} ${code(plain)}`;
}
