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
import type { ResolvedPolicy } from '../model/resolved-policy.js';
import type { DocumentPlace } from '../problem.js';

/** Reports what can never hold, also under `not`, which makes no match of a wrong type. */
export function checkClaimTypes(
  { issuers, identities = {}, services }: PolicyDocument,
  model: ResolvedPolicy,
  root: DocumentPlace,
): void {
  const known = new Map(Object.values(model.issuers).map((issuer) => [issuer.name, claimTypesOf(issuer)]));
  const typesOf = (issuer: string | undefined): ClaimTypes => known.get(issuer ?? '') ?? STANDARD_CLAIM_TYPES;
  for (const [name, { require }] of Object.entries(issuers)) {
    checkMatchers(require, typesOf(name), root.at('issuers', name, 'require'));
  }
  for (const [name, { issuer, require, actor }] of Object.entries(identities)) {
    checkMatchers(require, typesOf(issuer), root.at('identities', name, 'require'));
    checkMatchers(actor, STANDARD_CLAIM_TYPES, root.at('identities', name, 'actor'));
  }
  for (const [name, { accept, operations = {} }] of Object.entries(services)) {
    const accepted = accept.map((each) => typesOf(typeof each === 'string' ? each : each.issuer));
    const common = commonClaimTypes(accepted);
    for (const [operation, { allow = [] }] of Object.entries(operations)) {
      for (const [index, { identity, issuer, where, actor }] of allow.entries()) {
        const place = root.at('services', name, 'operations', operation, 'allow', index);
        const from = identity === undefined ? issuer : identities[identity]?.issuer;
        const types = identity === undefined && issuer === undefined ? common : typesOf(from);
        checkMatchers(where, types, place.at('where'));
        checkMatchers(actor, STANDARD_CLAIM_TYPES, place.at('actor'));
      }
    }
  }
}

function checkMatchers(matchers: ClaimMatchers = {}, types: ClaimTypes, place: DocumentPlace): void {
  for (const [claim, matcher] of Object.entries(matchers)) {
    const type = types.get(keyOf(claim));
    if (type !== undefined) checkMatcher(matcher, { claim, type }, place.at(claim));
  }
}

interface TypedClaim {
  readonly claim: string;
  readonly type: ClaimType;
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

function checkMatcher(matcher: Matcher, typed: TypedClaim, place: DocumentPlace): void {
  for (const key of VALUES) {
    const value: Scalar | readonly Scalar[] | undefined = matcher[key];
    if (value === undefined) continue;
    const { claim, type } = typed;
    if (LOOKING_INTO_A_LIST.has(key) && type !== 'texts') {
      const message = `"${claim}" is always ${WORDS[type]} in these tokens, and ${key} looks into a list: this never holds. Write equals or in.`;
      place.at(key).report('unreachable', message);
      continue;
    }
    const isList = typeof value === 'object';
    for (const [index, each] of (isList ? value : [value]).entries()) {
      if ((typeof each === 'number') === (type === 'number') && typeof each !== 'boolean') continue;
      place.at(key, ...(isList ? [index] : [])).report('unreachable', messageFor(key, each, typed));
    }
  }
  if (matcher.not !== undefined) checkMatcher(matcher.not, typed, place.at('not'));
  for (const key of ['anyOf', 'allOf'] as const) {
    for (const [index, each] of matcher[key]?.entries() ?? [])
      checkMatcher(each, typed, place.at(key, index));
  }
}

const LOOKING_INTO_A_LIST: ReadonlySet<string> = new Set(['contains', 'containsAll', 'containsAny']);

const WORDS = { text: 'text', texts: 'text or a list of texts', number: 'a number' } as const;

/** The value is not repeated: in an issuer, it may be a secret. */
function messageFor(key: string, value: Scalar, { claim, type }: TypedClaim): string {
  const always = `"${claim}" is always ${WORDS[type]} in these tokens`;
  if (key === 'gte' || key === 'lte') {
    return `${always}, and ${key} compares numbers: this never holds. Write equals or in, with text.`;
  }
  const found = typeof value === 'string' ? 'text' : `a ${typeof value}`;
  const write = type === 'number' ? 'Write a number without quotes.' : 'Write the value in quotes.';
  return `${always}, and this is ${found}: it never holds. ${write}`;
}
