/** Matchers that can never hold, because the claim is always of another type. Types are never converted. */

import {
  claimTypesOf,
  commonClaimTypes,
  keyOf,
  STANDARD_CLAIM_TYPES,
  type ClaimType,
  type ClaimTypes,
} from './claim-types.js';
import type { ClaimMatchers, Matcher, PolicyDocument, Scalar } from '../document/document.js';
import type { Path, Report } from '../problem.js';

/** Reports what can never hold, also under `not`, which turns no wrong type into a match. */
export function checkClaimTypes(
  { issuers, identities = {}, services }: PolicyDocument,
  report: Report,
): void {
  const known = new Map(Object.entries(issuers).map(([name, issuer]) => [name, claimTypesOf(issuer)]));
  const typesOf = (issuer: string | undefined): ClaimTypes => known.get(issuer ?? '') ?? STANDARD_CLAIM_TYPES;
  for (const [name, { require }] of Object.entries(issuers)) {
    checkMatchers(require, typesOf(name), ['issuers', name, 'require'], report);
  }
  for (const [name, { issuer, require, actor }] of Object.entries(identities)) {
    checkMatchers(require, typesOf(issuer), ['identities', name, 'require'], report);
    checkMatchers(actor, STANDARD_CLAIM_TYPES, ['identities', name, 'actor'], report);
  }
  for (const [name, { accept, operations }] of Object.entries(services)) {
    const accepted = accept.map((each) => typesOf(typeof each === 'string' ? each : each.issuer));
    const common = commonClaimTypes(accepted);
    for (const [operation, { allow = [] }] of Object.entries(operations)) {
      allow.forEach(({ identity, where, actor }, index) => {
        const path = ['services', name, 'operations', operation, 'allow', index];
        const types = identity === undefined ? common : typesOf(identities[identity]?.issuer);
        checkMatchers(where, types, [...path, 'where'], report);
        checkMatchers(actor, STANDARD_CLAIM_TYPES, [...path, 'actor'], report);
      });
    }
  }
}

function checkMatchers(
  matchers: ClaimMatchers | undefined,
  types: ClaimTypes,
  path: Path,
  report: Report,
): void {
  for (const [claim, matcher] of Object.entries(matchers ?? {})) {
    const type = types.get(keyOf(claim));
    if (type !== undefined) checkMatcher(matcher, { claim, type, report }, [...path, claim]);
  }
}

interface Context {
  readonly claim: string;
  readonly type: ClaimType;
  readonly report: Report;
}

const VALUES = [
  'equals',
  'in',
  'contains',
  'containsAll',
  'containsAny',
  'startsWith',
  'gte',
  'lte',
] as const;

function checkMatcher(matcher: Matcher, context: Context, path: Path): void {
  for (const key of VALUES) {
    const value: Scalar | readonly Scalar[] | undefined = matcher[key];
    if (value === undefined) continue;
    const { claim, type, report } = context;
    if (LOOKING_INTO_A_LIST.has(key) && type !== 'texts') {
      const message = `"${claim}" is always ${WORDS[type]} in these tokens, and ${key} looks into a list: this never holds. Write equals or in.`;
      report('unreachable', [...path, key], message);
      continue;
    }
    const isList = typeof value === 'object';
    (isList ? value : [value]).forEach((each, index) => {
      if ((typeof each === 'number') === (type === 'number') && typeof each !== 'boolean') return;
      report('unreachable', [...path, key, ...(isList ? [index] : [])], messageFor(key, each, context));
    });
  }
  if (matcher.not !== undefined) checkMatcher(matcher.not, context, [...path, 'not']);
  for (const key of ['anyOf', 'allOf'] as const) {
    matcher[key]?.forEach((each, index) => {
      checkMatcher(each, context, [...path, key, index]);
    });
  }
}

const LOOKING_INTO_A_LIST: ReadonlySet<string> = new Set(['contains', 'containsAll', 'containsAny']);

const WORDS = { text: 'text', texts: 'text or a list of texts', number: 'a number' } as const;

/** The value is not repeated: in an issuer, it may be a secret. */
function messageFor(key: string, value: Scalar, { claim, type }: Context): string {
  const always = `"${claim}" is always ${WORDS[type]} in these tokens`;
  if (key === 'gte' || key === 'lte') {
    return `${always}, and ${key} compares numbers: this never holds. Write equals or in, with text.`;
  }
  const found = typeof value === 'string' ? 'text' : `a ${typeof value}`;
  const write = type === 'number' ? 'Write a number without quotes.' : 'Write the value in quotes.';
  return `${always}, and this is ${found}: it never holds. ${write}`;
}
