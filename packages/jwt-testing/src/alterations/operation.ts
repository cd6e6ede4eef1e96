/** Good tokens that the rules of the operation do not allow. Each row names the rule that it needs. */

import type { ReasonCode } from '@org/jwt-core';
import type { ClaimsToSign } from '../issuer/test-issuer.js';
import { onClaims, type Alteration } from './alteration.js';

const altered = (
  name: string,
  code: ReasonCode & `operation.${string}`,
  summary: string,
  onlyWith: string,
  change: (claims: ClaimsToSign) => ClaimsToSign,
): Alteration => ({ name, summary, code, onlyWith, apply: onClaims(change) });

const SCOPES = 'a rule with scopes of which one is not enough';
const ROLES = 'a rule with roles, from an issuer whose roles are names (the default)';
const WHERE = 'a rule with where: { department: { in: [...] }, /limits/eur: { gte: 100 } }';
const ACTOR = 'a rule with actor: { sub: { equals: ... } }';

/** Alterations of what the caller was granted. */
export const OPERATION_ALTERATIONS: readonly Alteration[] = [
  altered('scope-missing', 'operation.scope', 'The token has no scope.', SCOPES, () => ({
    scope: undefined,
  })),
  altered('scope-empty', 'operation.scope', 'The scope is an empty string.', SCOPES, () => ({ scope: '' })),
  altered('scope-is-null', 'operation.scope', 'The scope is null.', SCOPES, () => ({ scope: null })),
  altered(
    'scope-list-of-nothing',
    'operation.scope',
    'The scope is a list of an empty string.',
    SCOPES,
    () => ({
      scope: [''],
    }),
  ),
  altered(
    'scope-split-by-spaces',
    'operation.scope',
    'Two spaces split each of the right scopes (RFC 6749 §3.3).',
    SCOPES,
    ({ scope }) => ({ scope: String(scope).replaceAll(':', ':  ') }),
  ),
  altered('scope-in-part', 'operation.scope', 'The token has one of two scopes.', SCOPES, ({ scope }) => ({
    scope: String(scope).split(' ')[0],
  })),
  altered(
    'scope-with-right-prefix',
    'operation.scope',
    'The scopes start with the right ones.',
    SCOPES,
    ({ scope }) => ({
      scope: String(scope)
        .split(' ')
        .map((name) => `${name}.own`)
        .join(' '),
    }),
  ),
  altered(
    'scope-wildcard',
    'operation.scope',
    'The scope is an asterisk, which has no special meaning.',
    SCOPES,
    () => ({ scope: '*' }),
  ),
  altered('scope-in-scp', 'operation.scope', 'The scopes are in another claim.', SCOPES, ({ scope }) => ({
    scope: undefined,
    scp: scope,
  })),
  altered('roles-missing', 'operation.role', 'The token has no roles.', ROLES, () => ({ roles: undefined })),
  altered('roles-are-null', 'operation.role', 'roles is null.', ROLES, () => ({ roles: null })),
  altered(
    'role-that-ends-with-right-one',
    'operation.role',
    'The role is one string, whose last word is the right role.',
    ROLES,
    ({ roles }) => ({ roles: `no ${String([roles].flat()[0])}` }),
  ),
  altered('other-roles', 'operation.role', 'The token has other roles.', ROLES, () => ({
    roles: ['reader', 'BUYER'],
  })),
  altered(
    'workload-in-place-of-user',
    'operation.principal',
    'The client acts for itself, and the operation is for users.',
    'rules for users alone',
    ({ client_id: client }) => ({ sub: client }),
  ),
  altered(
    'other-identity',
    'operation.identity',
    'The caller is another workload than the named identity.',
    'rules for named identities alone',
    () => ({ sub: 'other-workload', client_id: 'other-workload' }),
  ),
  altered(
    'unwanted-actor',
    'operation.actor',
    'An actor acts for the user, which no rule allows.',
    'rules without actor',
    () => ({
      act: { sub: 'agent:unknown' },
    }),
  ),
  altered(
    'actor-missing',
    'operation.actor',
    'The token has no actor, and the rule requires one.',
    ACTOR,
    () => ({
      act: undefined,
    }),
  ),
  altered('actor-is-null', 'operation.actor', 'act is null, and the rule requires an actor.', ACTOR, () => ({
    act: null,
  })),
  altered('other-actor', 'operation.actor', 'Another actor acts for the user.', ACTOR, () => ({
    act: { sub: 'agent:other' },
  })),
  altered(
    'former-actor',
    'operation.actor',
    'The right actor is a former one (RFC 8693 §4.1).',
    ACTOR,
    ({ act }) => ({
      act: { sub: 'agent:other', act },
    }),
  ),
  altered(
    'condition-not-met',
    'operation.condition',
    'A claim has another value than the rule asks for.',
    WHERE,
    () => ({
      department: 'sales',
    }),
  ),
  altered(
    'condition-on-missing-claim',
    'operation.condition',
    'A claim that the rule asks for is missing.',
    WHERE,
    () => ({
      department: undefined,
    }),
  ),
  altered(
    'condition-on-number-in-quotes',
    'operation.condition',
    'A number that the rule compares is a string.',
    WHERE,
    () => ({
      limits: { eur: '500' },
    }),
  ),
  altered(
    'condition-below-limit',
    'operation.condition',
    'A number is below what the rule asks for.',
    WHERE,
    () => ({
      limits: { eur: 99.99 },
    }),
  ),
];
