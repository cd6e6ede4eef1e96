/** `scope` and `roles`: the grants of the caller (RFC 6749 §3.3, RFC 9068 §2.2.3). */

import type { ReasonCode } from '@org/jwt-core';
import { onClaims } from '../alterations/alteration.js';
import type { ClaimsToSign } from '../issuer/test-issuer.js';
import { onClaimText, valuesBut } from './values/json-values.js';
import { confuse, STRING_NEAR_MISSES, type Change } from './values/near-misses.js';
import { attacksOf, pairs, type AttackClass } from './row.js';

const CLAIMS = { scope: 'scope', roles: 'roles' };

/** The names that a claim grants: scopes as a text with spaces, a role as a text, or a list. */
function namesIn(claims: ClaimsToSign, claim: string): readonly string[] {
  const value = claims[claim];
  if (Array.isArray(value)) return value.map(String);
  return claim === 'scope' ? String(value).split(' ') : [String(value)];
}

/** RFC 6749 §3.3 defines the characters of a scope. A role may have all except control characters. */
const FORMS = { scope: /^[\x21\x23-\x5b\x5d-\x7e]+$/u, roles: /^\P{Cc}+$/u };
const CODES = { scope: 'operation.scope', roles: 'operation.role' } as const;

/** A member of a list that is not a name makes the claim malformed. */
function codeOf(claim: 'scope' | 'roles', change: Change): ReasonCode {
  return FORMS[claim].test(confuse('orders:read', change)) ? CODES[claim] : 'claims.malformed';
}

const BAD_LISTS = {
  'with-null': (names: readonly string[]): unknown => [...names, null],
  'with-number': (names: readonly string[]): unknown => [...names, 1],
  'with-true': (names: readonly string[]): unknown => [...names, true],
  'with-list': (names: readonly string[]): unknown => [...names, ['x']],
  'with-object': (names: readonly string[]): unknown => [...names, {}],
  'with-nul': (names: readonly string[]): unknown => [...names, 'x\0'],
  'with-newline': (names: readonly string[]): unknown => [...names, 'x\ny'],
  'of-one-list': (names: readonly string[]): unknown => [names],
};

const BAD_TEXTS: Readonly<Record<string, (names: readonly string[]) => string>> = {
  'tab-between': (names) => ['x', ...names].join('\t'),
  'newline-between': (names) => ['x', ...names].join('\n'),
  'nul-between': (names) => ['x', ...names].join('\0'),
  'nul-after': (names) => `${names.join(' ')}\0`,
};

const JOINED: Readonly<Record<string, (names: readonly string[]) => unknown>> = {
  'comma-list': (names) => [...names, 'x'].join(','),
  'semicolon-list': (names) => [...names, 'x'].join(';'),
  'plus-list': (names) => [...names, 'x'].join('+'),
  'bar-list': (names) => [...names, 'x'].join('|'),
  'comma-list-in-list': (names) => [[...names, 'x'].join(',')],
  nothing: () => '',
  'empty-list': () => [],
  asterisk: () => '*',
  'asterisk-in-list': () => ['*'],
  everything: () => 'admin root superuser all any openid profile',
  'prefix-with-asterisk': (names) => names.map((name) => `${name.split(/[:.]/u)[0] ?? ''}:*`),
};

/** Scopes are separated by spaces (RFC 6749 §3.3). What spaces separate is not joined, and what is between two is nothing. */
const SPLIT_SCOPES: Readonly<Record<string, (scope: string) => string>> = {
  'by-a-space': (scope) => middle(scope, ' '),
  'by-two-spaces': (scope) => middle(scope, '  '),
  'by-many-spaces': (scope) => middle(scope, ' '.repeat(100)),
  'into-letters': (scope) => Array.from(scope).join(' '),
  'into-letters-by-two-spaces': (scope) => Array.from(scope).join('  '),
  'without-last-letter': (scope) => `${scope.slice(0, -1)}  ${scope.slice(-1)}`,
  'without-first-letter': (scope) => `  ${scope.slice(0, 1)}  ${scope.slice(1)}  `,
  'only-a-space': () => ' ',
  'only-spaces': () => ' '.repeat(100),
};

/** One role, with spaces in its name. No word of it is a role of its own. */
const ROLE_WORDS: Readonly<Record<string, (role: string) => unknown>> = {
  'last-word': (role) => `No ${role}`,
  'first-word': (role) => `${role} applicant`,
  'middle-word': (role) => `not a ${role} at all`,
  'word-after-two-spaces': (role) => `No  ${role}`,
  'word-twice': (role) => `${role} ${role}`,
  'space-before': (role) => ` ${role}`,
  'space-after': (role) => `${role} `,
  'spaces-around': (role) => `  ${role}  `,
  'only-a-space': () => ' ',
  'last-word-in-list': (role) => [`No ${role}`],
  'first-word-in-list': (role) => [`${role} applicant`],
  'space-before-in-list': (role) => [` ${role}`],
  'space-after-in-list': (role) => [`${role} `],
  'words-beside-others': (role) => ['No', `No ${role}`, `${role} applicant`, ''],
  'comma-list-of-words': (role) => `No, ${role}`,
};

function middle(text: string, mark: string): string {
  const half = Math.ceil(text.length / 2);
  return text.slice(0, half) + mark + text.slice(half);
}

const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  scope: ['scp', 'scopes', 'SCOPE', 'Scope', 'scope ', 'permissions', 'authorities', 'azs', '__proto__'],
  roles: [
    'role',
    'ROLES',
    'Roles',
    'groups',
    'wids',
    'permissions',
    'entitlements',
    'realm_access',
    '__proto__',
  ],
};

/** Every type and every near miss of the two. */
export const GRANT_CLAIMS: AttackClass = {
  name: 'grant',
  summary: 'scope or roles is of another type, or a near miss of the required grant.',
  attacks: () => [
    ...attacksOf(
      'grant/type',
      pairs(CLAIMS, valuesBut('string', 'list', 'null')),
      ([claim, text], label) => ({
        summary: `A grant is of another type: ${label}.`,
        code: 'claims.malformed',
        apply: onClaimText(claim, text),
      }),
    ),
    ...attacksOf('grant/list', pairs(CLAIMS, BAD_LISTS), ([claim, make], label) => ({
      summary: `A grant is a list, with a member that is not a name: ${label}.`,
      code: 'claims.malformed',
      apply: onClaims((claims) => ({ [claim]: make(namesIn(claims, claim)) })),
    })),
    ...attacksOf('grant/text', pairs(CLAIMS, BAD_TEXTS), ([claim, make], label) => ({
      summary: `A grant is a text with a control character: ${label}.`,
      code: 'claims.malformed',
      apply: onClaims((claims) => ({ [claim]: make(namesIn(claims, claim)) })),
    })),
    ...attacksOf('grant/scope-split', SPLIT_SCOPES, (split, label) => ({
      summary: `Every scope is split: ${label}.`,
      code: 'operation.scope',
      only: 'scopes',
      apply: onClaims((claims) => ({ scope: namesIn(claims, 'scope').map(split).join(' ') })),
    })),
    ...attacksOf('grant/role-words', ROLE_WORDS, (make, label) => ({
      summary: `The right role is a part of another one: ${label}.`,
      code: 'operation.role',
      only: 'roleNames',
      apply: onClaims((claims) => ({ roles: make(namesIn(claims, 'roles')[0] ?? '') })),
    })),
    ...(['scope', 'roles'] as const).flatMap((claim) => {
      const only = claim === 'scope' ? 'scopes' : 'roles';
      return [
        ...attacksOf(`grant/${claim}-near`, STRING_NEAR_MISSES, (change, label) => ({
          summary: `Every name in ${claim} is the right one with one change: ${label}.`,
          code: codeOf(claim, change),
          only,
          apply: onClaims((claims) => ({
            [claim]: namesIn(claims, claim).map((name) => confuse(name, change)),
          })),
        })),
        ...attacksOf(`grant/${claim}-joined`, JOINED, (make, label) => ({
          summary: `${claim} is ${label}.`,
          code: CODES[claim],
          only,
          apply: onClaims((claims) => ({ [claim]: make(namesIn(claims, claim)) })),
        })),
        ...attacksOf(
          `grant/${claim}-elsewhere`,
          Object.fromEntries(
            (ELSEWHERE[claim] ?? []).map((name) => [name.trim() === name ? name : 'with-space', name]),
          ),
          (name) => ({
            summary: `The value of ${claim} is in "${name}".`,
            code: CODES[claim],
            only,
            apply: onClaims((claims) => ({
              [claim]: undefined,
              ...Object.fromEntries([[name, claims[claim]]]),
            })),
          }),
        ),
      ];
    }),
  ],
};
