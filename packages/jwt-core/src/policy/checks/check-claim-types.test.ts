import { describe, expect, it } from 'vitest';
import { placeOf, problemsOf } from '../../../test/policy-documents.js';
import { PROVIDER_TOKENS } from '../../../test/provider-tokens.js';
import { resolveIssuer } from '../model/issuer.js';
import { ReferencedFiles } from '../model/referenced-files.js';
import { claimTypesOf } from './claim-types.js';
import { findClaim, parseClaimPath } from '../model/claim-path.js';

/** One matcher a line, so that a line says which one is meant. */
const document = (place: 'issuer' | 'identity' | 'actor' | 'where', claims: string): string => {
  const at = (here: typeof place, key: string): string => (here === place ? `${key}: { ${claims} }` : '');
  return `apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: shop }
issuers:
  github: { profile: github-actions, require: { repository_owner_id: { equals: "65" } } }
  login: { iss: "https://id.example", keys: { discovery: oidc }, algs: [ES256], typ: JWT, principal: user, tenant: tid, roles: groups, ${at('issuer', 'require')} }
identities:
  bot:
    { issuer: github, owner: me, reviewBy: 2027-01-31, actor: { sub: { equals: a } }, ${at('identity', 'require')} }
services:
  orders:
    audience: https://orders.example
    accept: [github]
    operations:
      list:
        allow:
          - { principal: user, ${[at('actor', 'actor'), at('where', 'where')].filter((each) => each !== '').join()} }
`;
};

const RULE = '/services/orders/operations/list/allow/0';

describe('a matcher that can never hold', () => {
  it.each([
    [
      'a number for an id',
      'repository_id: { equals: 65 }',
      '/repository_id/equals',
      'always text in these tokens, and this is a number: it never holds. Write the value in quotes.',
    ],
    [
      'a number for an id, by pointer',
      '/repository_id: { equals: 65 }',
      '/~1repository_id/equals',
      'this is a number',
    ],
    [
      'a boolean',
      'ref_protected: { equals: true }',
      '/ref_protected/equals',
      'this is a boolean: it never holds. Write the value in quotes.',
    ],
    ['one number among texts', 'actor_id: { in: ["1", 2] }', '/actor_id/in/1', 'this is a number'],
    ['a number that must not be', 'run_id: { not: { equals: 1 } }', '/run_id/not/equals', 'this is a number'],
    [
      'a number as an alternative',
      'sub: { anyOf: [{ equals: a }, { equals: 1 }] }',
      '/sub/anyOf/1/equals',
      'this is a number',
    ],
    [
      'a number among conditions',
      'sub: { allOf: [{ equals: 1 }] }',
      '/sub/allOf/0/equals',
      'this is a number',
    ],
    [
      'a comparison of numbers',
      'run_attempt: { lte: 1 }',
      '/run_attempt/lte',
      'and lte compares numbers: this never holds. Write equals or in, with text.',
    ],
    [
      'a search in a list',
      'sub: { containsAny: [a] }',
      '/sub/containsAny',
      'and containsAny looks into a list: this never holds. Write equals or in.',
    ],
    [
      'text for a time',
      'exp: { equals: "x" }',
      '/exp/equals',
      '"exp" is always a number in these tokens, and this is text: it never holds. Write a number without quotes.',
    ],
    ['a prefix for a time', 'iat: { startsWith: "1-" }', '/iat/startsWith', 'this is text'],
    ['a list for a time', 'nbf: { contains: 1 }', '/nbf/contains', 'looks into a list'],
    [
      'a number for audiences',
      'aud: { contains: 1 }',
      '/aud/contains',
      '"aud" is always text or a list of texts',
    ],
    ['a number for scopes', 'scope: { in: [1] }', '/scope/in/0', 'text or a list of texts'],
  ])('is rejected: %s', async (_what, claims, place, says) => {
    const problems = await problemsOf(document('where', claims));
    expect(problems.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      `unreachable ${RULE}/where${place}`,
    ]);
    expect(problems[0]?.message).toContain(says);
  });

  it.each([
    ['in an issuer', 'issuer', 'sub: { equals: 123 }', '/issuers/login/require/sub/equals'],
    ['in an issuer, for its tenant', 'issuer', 'tid: { equals: 1 }', '/issuers/login/require/tid/equals'],
    [
      'in an issuer, for its roles',
      'issuer',
      'groups: { contains: 1 }',
      '/issuers/login/require/groups/contains',
    ],
    [
      'in an identity',
      'identity',
      'repository_id: { equals: 1 }',
      '/identities/bot/require/repository_id/equals',
    ],
    ['of an actor', 'actor', 'client_id: { equals: 1 }', `${RULE}/actor/client_id/equals`],
  ] as const)('is rejected %s', async (_where, place, claims, pointer) => {
    const problems = await problemsOf(document(place, claims));
    expect(problems.map((problem) => `${problem.code} ${problem.pointer}`)).toEqual([
      `unreachable ${pointer}`,
    ]);
  });

  it('is rejected with its place', async () => {
    expect((await problemsOf(document('where', 'repository_id: { equals: 65 }'))).map(placeOf)).toEqual([
      `17:66 unreachable ${RULE}/where/repository_id/equals`,
    ]);
  });

  it('is not rejected where another issuer writes the claim otherwise', async () => {
    const text = document('where', 'repository_id: { equals: 65 }').replace('[github]', '[github, login]');
    expect(await problemsOf(text)).toEqual([]);
  });
});

describe('a matcher that can hold', () => {
  it.each([
    'repository_id: { equals: "65" }',
    'sub: { startsWith: "repo:", not: { in: ["a", "b"] } }',
    'exp: { gte: 1 }',
    'aud: { contains: "a" }',
    'aud: { equals: "a" }',
    'level: { equals: 65 }',
    'amr: { containsAll: [pwd] }',
    'sub: { present: true }',
  ])('is taken: %s', async (claims) => {
    expect(await problemsOf(document('where', claims))).toEqual([]);
  });
});

describe('what the types of claims are', () => {
  it.each(PROVIDER_TOKENS)(
    'is what the provider documents: $name',
    ({ profile, issuer, claims, variants }) => {
      const types = claimTypesOf(resolveIssuer('provider', { profile, ...issuer }, new ReferencedFiles()));
      const tokens = [claims, ...variants.map((variant) => ({ ...claims, ...variant.claims }))];
      const wrong = tokens.flatMap((token) =>
        [...types].flatMap(([claim, type]) => {
          const lookup = findClaim(token as never, parseClaimPath(claim));
          if (lookup.state !== 'found') return [];
          const values = type === 'texts' && Array.isArray(lookup.value) ? lookup.value : [lookup.value];
          const wanted = type === 'number' ? 'number' : 'string';
          // Supabase has objects in `amr`, which no matcher looks into.
          if (profile === 'supabase' && claim === '/amr') return [];
          return values.every((value) => typeof value === wanted) ? [] : [claim];
        }),
      );
      expect(wrong).toEqual([]);
    },
  );
});
