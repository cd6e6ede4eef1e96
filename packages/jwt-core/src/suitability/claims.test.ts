import { describe, expect, it } from 'vitest';
import { JSON_VALUES, judged, verdict, type Asking } from '../../test/policy-questions.js';
import { claims } from './claims.js';

const requiring = (require: NonNullable<Asking['issuer']>['require'], found: Asking['claims'] = {}): string =>
  verdict(claims, { issuer: { require: require ?? {} }, claims: found });

describe('what every token of an issuer must show', () => {
  it.each([
    ['a claim with the value', { org: 'acme' }, 'passed'],
    ['no such claim', {}, 'claims.missing'],
    ['another value', { org: 'other' }, 'claims.mismatch'],
    ['another type', { org: 1 }, 'claims.malformed'],
    ['null, which says that there is none', { org: null }, 'claims.missing'],
    ['a list with the value', { org: ['acme'] }, 'claims.malformed'],
  ])('%s', (_what, found, code) => {
    expect(requiring({ org: { equals: 'acme' } }, found)).toBe(code);
  });

  it('is told to the operator, both sides', () => {
    const issuer = { require: { org: { equals: 'acme' } } };
    expect(judged({ issuer, claims: { org: 'other' } })).toMatchObject({
      expected: 'org {"equals":"acme"}',
      actual: '"other"',
    });
    expect(judged({ issuer })).toMatchObject({ actual: 'no such claim' });
  });

  it.each([
    ['missing before malformed', { a: 1 }, 'claims.missing'],
    ['malformed before mismatch', { a: 'no', b: 1 }, 'claims.malformed'],
    ['a malformed scope before a mismatch', { a: 'no', b: 'yes', scope: 1 }, 'claims.malformed'],
    [
      'a missing sub before a malformed scope',
      { a: 'yes', b: 'yes', sub: undefined, scope: 1 },
      'claims.missing',
    ],
  ])('is judged in the order of the codes: %s', (_what, found, code) => {
    expect(requiring({ a: { equals: 'yes' }, b: { equals: 'yes' } }, found)).toBe(code);
  });

  it.each(['__proto__', 'constructor', 'toString'])(
    '%s is missing where the token does not have it',
    (name) => {
      const require = JSON.parse(
        `{"${name === '__proto__' ? '/__proto__' : `/${name}`}":{"present":true}}`,
      ) as Record<string, object>;
      expect(requiring(require)).toBe('claims.mismatch');
      expect(requiring({ [`/${name}/name`]: { equals: 'Object' } })).toBe('claims.missing');
    },
  );
});

describe('principal: auto', () => {
  it.each(['sub', 'client_id'])('needs %s', (name) => {
    expect(verdict(claims, { claims: { [name]: undefined } })).toBe('claims.missing');
  });

  it('is the reason to need client_id: with another principal it may be missing', () => {
    expect(verdict(claims, { claims: { client_id: undefined }, issuer: { principal: 'user' } })).toBe(
      'passed',
    );
  });
});

describe('the sub of a token', () => {
  it.each([
    ['auto', 'claims.missing'],
    ['user', 'claims.missing'],
    ['workload', 'passed'],
  ] as const)('that is missing under principal: %s is %s', (principal, code) => {
    expect(verdict(claims, { claims: { sub: undefined }, issuer: { principal } })).toBe(code);
  });

  it.each([
    ['auto', 'passed'],
    ['user', 'claims.mismatch'],
    ['workload', 'passed'],
  ] as const)('that is the client under principal: %s is %s', (principal, code) => {
    expect(verdict(claims, { claims: { sub: 'web', client_id: 'web' }, issuer: { principal } })).toBe(code);
  });
});

describe('a claim that no token of a person has', () => {
  it.each([
    ['auto', 'claims.mismatch'],
    ['user', 'claims.mismatch'],
    ['workload', 'passed'],
  ] as const)('under principal: %s is %s', (principal, code) => {
    const found = { 'kubernetes.io': { namespace: 'shop' } };
    expect(verdict(claims, { claims: found, issuer: { principal } })).toBe(code);
  });

  it('is named to the operator', () => {
    expect(judged({ claims: { idtyp: 'app' }, issuer: { principal: 'user' } })).toMatchObject({
      expected: 'claims of a user',
      actual: 'a claim that no user has: idtyp, as Entra writes it',
    });
  });
});

describe('a claim that this library reads', () => {
  const isText = (value: unknown): boolean => typeof value === 'string';
  const isSaid = (value: unknown): boolean => value !== null && value !== '';
  const isTextOrNothing = (value: unknown): boolean => isText(value) || !isSaid(value);
  const isNames = (value: unknown): boolean =>
    !isSaid(value) || isText(value) || (Array.isArray(value) && value.every(isText));
  const isObject = (value: unknown): boolean => typeof value === 'object' && !Array.isArray(value);
  const forms = {
    sub: isTextOrNothing,
    client_id: isTextOrNothing,
    jti: isTextOrNothing,
    scope: isNames,
    roles: isNames,
    act: isObject,
  };
  const matrix = Object.entries(forms).flatMap(([name, isGood]) =>
    Object.entries(JSON_VALUES).map(([what, value]) => [name, what, value, isGood(value)] as const),
  );

  it.each(matrix)(
    '%s as %s (%j): good is %s, whether a rule uses it or not',
    (name, _what, value, isGood) => {
      for (const operation of [{ allow: [{ principal: 'user' }] }, 'identify', 'unknown'] as const) {
        const isMissing = ['sub', 'client_id'].includes(name) && !isSaid(value);
        const good = isMissing ? 'claims.missing' : 'passed';
        expect(verdict(claims, { claims: { [name]: value }, operation })).toBe(
          isGood ? good : 'claims.malformed',
        );
      }
    },
  );

  it.each([
    ['a tab', 'a\tb'],
    ['a line break', 'a\nb'],
    ['a quote', 'a"b'],
    ['a backslash', 'a\\b'],
    ['a letter beyond ASCII', 'é'],
    ['a list with a space in a scope', ['a b']],
  ])('scope with %s is malformed', (_what, scope) => {
    expect(verdict(claims, { claims: { scope } })).toBe('claims.malformed');
  });

  it.each([
    ['two spaces', 'a  b'],
    ['a space in front', ' a'],
    ['a space at the end', 'a '],
    ['an empty entry', ['a', '']],
    ['nothing but spaces', '  '],
  ])('scope with %s says what it says without it', (_what, scope) => {
    expect(verdict(claims, { claims: { scope } })).toBe('passed');
  });

  it('roles may have spaces in a list, and letters of any language', () => {
    expect(verdict(claims, { claims: { roles: ['Équipe Paris', '管理者'] } })).toBe('passed');
  });

  it('roles may not have control characters', () => {
    expect(verdict(claims, { claims: { roles: ['a\u0000b'] } })).toBe('claims.malformed');
  });

  it('is malformed where something on the way to it is no object', () => {
    expect(verdict(claims, { claims: { realm: 'x' }, issuer: { roles: '/realm/roles' } })).toBe(
      'claims.malformed',
    );
  });

  it('is not read from the prototype of an object', () => {
    const payload = '{"iss":"https://id.example","__proto__":{"scope":1,"sub":"alice"},"client_id":"web"}';
    expect(verdict(claims, { payload })).toBe('claims.missing');
  });
});

describe('the subject of a SPIFFE issuer', () => {
  const issuer = {
    profile: 'spiffe-jwt-svid',
    trustDomain: 'prod.example',
    keys: { discovery: 'oidc' },
  } as const;

  it.each([
    ['an identity of its trust domain', 'spiffe://prod.example/web', 'passed'],
    ['an identity of another', 'spiffe://test.example/web', 'claims.mismatch'],
    ['a trust domain that starts alike', 'spiffe://prod.example.evil/web', 'claims.mismatch'],
    ['the trust domain itself', 'spiffe://prod.example', 'claims.malformed'],
    ['another spelling of the path', 'spiffe://prod.example/./web', 'claims.malformed'],
    ['another scheme', 'https://prod.example/web', 'claims.mismatch'],
    ['a wrong type', ['spiffe://prod.example/web'], 'claims.malformed'],
    ['nothing', undefined, 'claims.missing'],
  ])('that is %s: %s', (_what, sub, code) => {
    expect(verdict(claims, { issuer, claims: { sub } })).toBe(code);
  });
});

describe('a profile that tells people from programs', () => {
  const entra = {
    profile: 'entra-v2',
    iss: 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
  } as const;
  const asking = (token: object, principal?: 'user' | 'workload'): Asking => ({
    issuer: { ...entra, ...(principal === undefined ? {} : { principal }) },
    service: { audience: '11111111-2222-3333-4444-555555555555' },
    claims: { iss: entra.iss, ver: '2.0', azp: 'web', tid: 't', oid: 'o', scp: undefined, ...token },
  });

  it.each([
    ['a program', { idtyp: 'app' }, undefined, 'passed'],
    ['a person', { scp: 'read' }, undefined, 'passed'],
    ['neither', {}, undefined, 'claims.mismatch'],
    ['a program, where people are wanted', { idtyp: 'app' }, 'user', 'claims.mismatch'],
    ['a person, where programs are wanted', { scp: 'read' }, 'workload', 'claims.mismatch'],
    ['a program, where programs are wanted', { idtyp: 'app' }, 'workload', 'passed'],
  ] as const)('takes %s: %s', (_what, token, principal, code) => {
    expect(verdict(claims, asking(token, principal))).toBe(code);
  });
});
