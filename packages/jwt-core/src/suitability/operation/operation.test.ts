import { describe, expect, it } from 'vitest';
import { question, judged, verdict, type Asking } from '../../../test/policy-questions.js';
import type { IdentityDocument, Rule } from '../../policy/document/document.js';
import { operation } from './operation.js';
import { RulesVerdict } from './rules-verdict.js';

/** What the rules say, where they do not deny. */
function rulesFor(asking: Asking): RulesVerdict | undefined {
  const finding = operation.check(question(asking));
  return finding instanceof RulesVerdict ? finding : undefined;
}

const identities: Readonly<Record<string, IdentityDocument>> = {
  'release-bot': {
    issuer: 'login',
    require: { repository: { equals: 'acme/shop' }, environment: { equals: 'production' } },
    owner: 'team-release',
    reviewBy: '2027-01-31',
  },
  'refund-agent': {
    issuer: 'login',
    actor: { sub: { equals: 'agent:refund' } },
    owner: 'team-support',
    reviewBy: '2027-01-31',
  },
  foreigner: { issuer: 'other', require: { sub: { equals: 'alice' } }, owner: 'x', reviewBy: '2027-01-31' },
};

/** An operation with these rules. The token is alice's, a user with orders:read, orders:write and the role clerk. */
const allowing = (rules: readonly Rule[], claims: Asking['claims'] = {}): Asking => ({
  identities,
  operation: { allow: rules },
  claims,
});
const says = (rules: readonly Rule[], claims?: Asking['claims']): string =>
  verdict(operation, allowing(rules, claims));

describe('an operation', () => {
  it('is not asked about where the question is only who it is', () => {
    expect(verdict(operation, { operation: 'identify' })).toBe('passed');
  });

  it('that no policy knows is refused', () => {
    expect(verdict(operation, { operation: 'unknown' })).toBe('operation.unknown');
  });

  it('without rules takes any good token: only auth: optional may have none', () => {
    expect(verdict(operation, { operation: { auth: 'optional' } })).toBe('passed');
  });
});

describe('a rule', () => {
  it.each<[string, Rule, string]>([
    ['the principal', { principal: 'user' }, 'passed'],
    ['another principal', { principal: 'workload' }, 'operation.principal'],
    ['a scope', { principal: 'user', scopes: ['orders:read'] }, 'passed'],
    ['all scopes', { principal: 'user', scopes: ['orders:read', 'orders:write'] }, 'passed'],
    [
      'one scope too many',
      { principal: 'user', scopes: ['orders:read', 'orders:delete'] },
      'operation.scope',
    ],
    ['a part of a scope', { principal: 'user', scopes: ['orders'] }, 'operation.scope'],
    [
      'one of the scopes',
      { principal: 'user', scopes: { anyOf: ['orders:delete', 'orders:read'] } },
      'passed',
    ],
    ['none of the scopes', { principal: 'user', scopes: { anyOf: ['a', 'b'] } }, 'operation.scope'],
    ['a role', { principal: 'user', roles: ['clerk'] }, 'passed'],
    ['another role', { principal: 'user', roles: ['admin'] }, 'operation.role'],
    ['one of the roles', { principal: 'user', roles: { anyOf: ['admin', 'clerk'] } }, 'passed'],
    ['none of the roles', { principal: 'user', roles: { anyOf: ['admin'] } }, 'operation.role'],
    ['a condition', { principal: 'user', where: { department: { equals: 'sales' } } }, 'passed'],
    ['another value', { principal: 'user', where: { department: { equals: 'law' } } }, 'operation.condition'],
    ['a claim that is missing', { principal: 'user', where: { level: { gte: 1 } } }, 'operation.condition'],
    [
      'a claim that is missing, under not',
      { principal: 'user', where: { level: { not: { gte: 1 } } } },
      'operation.condition',
    ],
    [
      'a claim of the wrong type',
      { principal: 'user', where: { department: { gte: 1 } } },
      'operation.condition',
    ],
  ])('about %s', (_what, rule, code) => {
    expect(says([rule], { department: 'sales' })).toBe(code);
  });

  it.each([
    ['a text', 'orders:read x'],
    ['a list', ['x', 'orders:read']],
  ])('finds a scope in %s', (_what, scope) => {
    expect(says([{ principal: 'user', scopes: ['orders:read'] }], { scope })).toBe('passed');
  });

  it.each([[''], [[]], [undefined]])('finds no scope in %j', (scope) => {
    expect(says([{ principal: 'user', scopes: ['orders:read'] }], { scope })).toBe('operation.scope');
  });

  it('compares scopes with their case', () => {
    expect(says([{ principal: 'user', scopes: ['Orders:Read'] }])).toBe('operation.scope');
  });

  it('reads scopes and roles from the claims that the issuer names', () => {
    const issuer = { scopes: 'scp', roles: '/realm_access/roles' };
    const claims = { scp: ['a'], scope: '', realm_access: { roles: ['b'] }, roles: [] };
    const rule: Rule = { principal: 'user', scopes: ['a'], roles: ['b'] };
    expect(verdict(operation, { ...allowing([rule], claims), issuer })).toBe('passed');
  });

  it('asks in the order who, scopes, roles, actor, condition', () => {
    const rule: Rule = { principal: 'user', scopes: ['s'], roles: ['r'], where: { w: { equals: 1 } } };
    const claims = { sub: 'web', act: {}, roles: [], scope: '' };
    expect(says([rule], claims)).toBe('operation.principal');
    expect(says([rule], { ...claims, sub: 'alice' })).toBe('operation.scope');
    expect(says([rule], { ...claims, sub: 'alice', scope: 's' })).toBe('operation.role');
    expect(says([rule], { ...claims, sub: 'alice', scope: 's', roles: ['r'] })).toBe('operation.actor');
    expect(says([rule], { sub: 'alice', scope: 's', roles: ['r'] })).toBe('operation.condition');
    expect(says([rule], { sub: 'alice', scope: 's', roles: ['r'], w: 1 })).toBe('passed');
  });
});

describe('the principal', () => {
  it.each([
    ['auto', 'web', 'web', 'workload'],
    ['auto', 'alice', 'web', 'user'],
    ['workload', 'alice', 'web', 'workload'],
  ] as const)('%s, of sub %s and client_id %s, is a %s', (principal, sub, client_id, told) => {
    const asking = { issuer: { principal }, claims: { sub, client_id } };
    const other = told === 'user' ? 'workload' : 'user';
    expect(verdict(operation, { ...asking, operation: { allow: [{ principal: told }] } })).toBe('passed');
    expect(verdict(operation, { ...asking, operation: { allow: [{ principal: other }] } })).toBe(
      'operation.principal',
    );
  });
});

describe('a rule that names an issuer', () => {
  const ELSEWHERE = { iss: 'https://other.example' };
  const PROGRAM = { sub: 'web' };

  it.each<[string, Rule, Asking['claims'], string]>([
    ['allows a user of it', { issuer: 'login' }, {}, 'passed'],
    ['allows a program of it', { issuer: 'login' }, PROGRAM, 'passed'],
    ['denies a token of another', { issuer: 'login' }, ELSEWHERE, 'operation.principal'],
    ['allows its users', { principal: 'user', issuer: 'login' }, {}, 'passed'],
    ['denies its programs', { principal: 'user', issuer: 'login' }, PROGRAM, 'operation.principal'],
    ['denies users of another', { principal: 'user', issuer: 'login' }, ELSEWHERE, 'operation.principal'],
    ['asks for a scope as well', { issuer: 'login', scopes: ['s'] }, {}, 'operation.scope'],
    ['allows no actor by itself', { issuer: 'login' }, { act: { sub: 'agent' } }, 'operation.actor'],
    [
      'asks who comes first',
      { issuer: 'login', scopes: ['s'] },
      { ...ELSEWHERE, scope: '' },
      'operation.principal',
    ],
  ])('%s', (_what, rule, claims, code) => {
    expect(says([rule], claims)).toBe(code);
  });

  it('leaves the scopes of a rule that is for the caller to be asked for', () => {
    const rules: Rule[] = [{ issuer: 'other' }, { issuer: 'login', scopes: ['s'] }];
    expect(says(rules)).toBe('operation.scope');
    expect(says(rules, ELSEWHERE)).toBe('passed');
  });
});

describe('a named identity', () => {
  const bot = { repository: 'acme/shop', environment: 'production' };

  it.each([
    ['all its claims', bot, 'passed'],
    ['one claim too few', { repository: 'acme/shop' }, 'operation.identity'],
    ['another value', { ...bot, environment: 'staging' }, 'operation.identity'],
    ['the wrong type', { ...bot, environment: ['production'] }, 'operation.identity'],
  ])('is told by %s', (_what, claims, code) => {
    expect(says([{ identity: 'release-bot' }], claims)).toBe(code);
  });

  it('is not one of another issuer with the same claims', () => {
    expect(says([{ identity: 'foreigner' }])).toBe('operation.identity');
    expect(says([{ identity: 'foreigner' }], { iss: 'https://other.example' })).toBe('passed');
  });

  it('may be user or workload', () => {
    expect(says([{ identity: 'release-bot' }], { ...bot, sub: 'web' })).toBe('passed');
  });

  it('needs the rest of its rule as well', () => {
    expect(says([{ identity: 'release-bot', scopes: ['deploy'] }], bot)).toBe('operation.scope');
  });
});

describe('an actor that acts for the subject', () => {
  const agent = { act: { sub: 'agent:refund' } };

  it('may not where the rule does not name an actor', () => {
    expect(says([{ principal: 'user' }], agent)).toBe('operation.actor');
    expect(says([{ principal: 'user' }], { act: {} })).toBe('operation.actor');
  });

  const rule: Rule = { principal: 'user', actor: { sub: { equals: 'agent:refund' } } };
  it.each<[string, NonNullable<Asking['claims']>, string]>([
    ['is the one', agent, 'passed'],
    ['is another', { act: { sub: 'agent:other' } }, 'operation.actor'],
    ['has no name', { act: {} }, 'operation.actor'],
    ['has a name of the wrong type', { act: { sub: ['agent:refund'] } }, 'operation.actor'],
    ['is not there', {}, 'operation.actor'],
    [
      'is there only in history',
      { act: { sub: 'agent:other', act: { sub: 'agent:refund' } } },
      'operation.actor',
    ],
    ['is there, with a history', { act: { sub: 'agent:refund', act: { sub: 'agent:other' } } }, 'passed'],
    ['is of the wrong type', { act: 'agent:refund' }, 'operation.actor'],
    ['is a list', { act: [{ sub: 'agent:refund' }] }, 'operation.actor'],
  ])('and %s', (_what, claims, code) => {
    expect(says([rule], claims)).toBe(code);
  });

  it('may be what makes an identity', () => {
    expect(says([{ identity: 'refund-agent' }], agent)).toBe('passed');
    expect(says([{ identity: 'refund-agent' }])).toBe('operation.actor');
    expect(says([{ identity: 'refund-agent' }], { act: { sub: 'agent:other' } })).toBe('operation.actor');
  });

  it('must be the one of the identity and of the rule', () => {
    const both: Rule = { identity: 'refund-agent', actor: { client: { equals: 'c1' } } };
    expect(says([both], agent)).toBe('operation.actor');
    expect(says([both], { act: { sub: 'agent:other', client: 'c1' } })).toBe('operation.actor');
    expect(says([both], { act: { sub: 'agent:refund', client: 'c1' } })).toBe('passed');
  });
});

describe('several rules', () => {
  const workload: Rule = { principal: 'workload', scopes: ['w'] };
  const bot: Rule = { identity: 'release-bot', scopes: ['b'] };
  const user: Rule = { principal: 'user', scopes: ['u1', 'u2'] };
  const clerk: Rule = { principal: 'user', roles: ['boss'] };

  it('one is enough, wherever it stands', () => {
    expect(says([workload, user, { principal: 'user' }])).toBe('passed');
    expect(rulesFor(allowing([workload, user, { principal: 'user' }]))?.allowing?.index).toBe(2);
  });

  it('do not add up: no rule is met by halves of two', () => {
    expect(
      says([
        { principal: 'user', scopes: ['orders:read'], roles: ['boss'] },
        { principal: 'user', scopes: ['x'], roles: ['clerk'] },
      ]),
    ).toBe('operation.role');
  });

  it.each<[string, readonly Rule[], string]>([
    ['the first whose principal fits', [workload, user, clerk], 'operation.scope'],
    ['the first whose principal fits, in the other order', [workload, clerk, user], 'operation.role'],
    ['the first, where none fits', [workload, bot], 'operation.principal'],
    ['the first, where none fits, in the other order', [bot, workload], 'operation.identity'],
  ])('are answered for by %s', (_what, rules, code) => {
    expect(says(rules)).toBe(code);
  });

  it('the first whose identity fits answers', () => {
    const claims = { repository: 'acme/shop', environment: 'production', sub: 'web', scope: '' };
    expect(judged(allowing([{ principal: 'user' }, bot, workload], claims))?.scopes).toEqual(['b']);
  });
});

describe('the scopes to ask for', () => {
  it.each<[string, Rule, readonly string[]]>([
    [
      'all of the rule, also those that the token has',
      { principal: 'user', scopes: ['orders:read', 'orders:delete'] },
      ['orders:read', 'orders:delete'],
    ],
    ['all alternatives', { principal: 'user', scopes: { anyOf: ['a', 'b'] } }, ['a', 'b']],
  ])('are %s', (_what, rule, scopes) => {
    expect(judged(allowing([rule]))?.scopes).toEqual(scopes);
  });

  it('are none where something else is wanting', () => {
    expect(
      judged(allowing([{ principal: 'user', scopes: ['orders:read'], roles: ['boss'] }]))?.scopes,
    ).toEqual([]);
  });
});

describe('the rule that allows', () => {
  it.each(['unknown', 'identify'] as const)('is none for %s', (asked) => {
    expect(rulesFor({ operation: asked })).toBeUndefined();
  });

  it('is none where none holds', () => {
    expect(rulesFor(allowing([{ principal: 'workload' }]))).toBeUndefined();
  });
});

describe('an explanation runs on after a malformed claim', () => {
  it.each<[string, Rule, string]>([
    ['scope', { principal: 'user', scopes: ['x'] }, 'operation.scope'],
    ['roles', { principal: 'user', roles: ['x'] }, 'operation.role'],
    ['act', { principal: 'user', actor: { sub: { equals: 'x' } } }, 'operation.actor'],
    ['act', { principal: 'user' }, 'operation.actor'],
    ['sub', { principal: 'user' }, 'operation.principal'],
    ['client_id', { principal: 'workload' }, 'operation.principal'],
  ])('%s, and never takes it for a good one', (name, rule, code) => {
    expect(says([rule], { [name]: 1 })).toBe(code);
  });
});
