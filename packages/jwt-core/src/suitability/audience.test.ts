import { describe, expect, it } from 'vitest';
import { JSON_VALUES, judged, verdict } from '../../test/policy-questions.js';
import { audience } from './audience.js';

const OURS = 'https://orders.example';
const EXCLUSIVE = { audienceMode: 'exclusive' } as const;

describe('the audience', () => {
  it.each([
    ['ours', OURS],
    ['a list of ours alone', [OURS]],
    ['ours among others', ['https://billing.example', OURS]],
  ])('may be %s', (_what, aud) => {
    expect(verdict(audience, { claims: { aud } })).toBe('passed');
  });

  it('has to be there', () => {
    expect(verdict(audience, { claims: { aud: undefined } })).toBe('audience.missing');
  });

  it.each([
    ['another service', 'https://billing.example'],
    ['a list of others', ['https://billing.example', 'https://mail.example']],
    ['ours with a slash', `${OURS}/`],
    ['ours in another case', 'https://ORDERS.example'],
    ['a part of ours', 'https://orders'],
    ['ours and more', `${OURS}.evil.example`],
    ['several in one string', `${OURS} https://billing.example`],
  ])('may not be %s', (_what, aud) => {
    expect(verdict(audience, { claims: { aud } })).toBe('audience.mismatch');
  });

  it.each(Object.entries(JSON_VALUES))('that is %s is never taken', (_what, aud) => {
    const isText =
      typeof aud === 'string' || (Array.isArray(aud) && aud.every((each) => typeof each === 'string'));
    expect(verdict(audience, { claims: { aud } })).toBe(isText ? 'audience.mismatch' : 'audience.malformed');
  });

  it('with ours and something that is no string is malformed', () => {
    expect(verdict(audience, { claims: { aud: [OURS, 1] } })).toBe('audience.malformed');
  });

  it('must be ours alone where the service is exclusive', () => {
    expect(
      verdict(audience, { claims: { aud: [OURS, 'https://billing.example'] }, service: EXCLUSIVE }),
    ).toBe('audience.not_exclusive');
  });

  it.each([[OURS], [[OURS]], [[OURS, OURS]]])('%j is exclusive', (aud) => {
    expect(verdict(audience, { claims: { aud }, service: EXCLUSIVE })).toBe('passed');
  });

  it('of others alone is a mismatch before it is not exclusive', () => {
    expect(verdict(audience, { claims: { aud: ['https://billing.example'] }, service: EXCLUSIVE })).toBe(
      'audience.mismatch',
    );
  });

  it('is the one of the issuer where the service names one for it', () => {
    const service = { accept: [{ issuer: 'login', audience: 'api://orders' }] };
    expect(verdict(audience, { claims: { aud: 'api://orders' }, service })).toBe('passed');
    expect(verdict(audience, { claims: { aud: OURS }, service })).toBe('audience.mismatch');
  });

  it('that is refused is told to the operator, both sides', () => {
    expect(judged({ claims: { aud: 'https://billing.example' } })).toMatchObject({
      expected: 'aud with "https://orders.example"',
      actual: '"https://billing.example"',
    });
  });
});

describe('a provider that names the audience in its scopes', () => {
  const issuer = {
    profile: 'cognito',
    iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123',
    keys: { discovery: 'oidc' },
    require: { client_id: { equals: 'web' } },
  } as const;
  it('is read from scopes for a profile alone', () => {
    expect(verdict(audience, { claims: { aud: undefined, scope: `${OURS}/read` } })).toBe('audience.missing');
  });

  const says = (claims: object): string =>
    verdict(audience, { issuer, claims: { iss: issuer.iss, aud: undefined, ...claims } });

  it.each([
    ['a scope of ours', { scope: `openid ${OURS}/orders.read` }, 'passed'],
    ['a scope of another', { scope: 'https://billing.example/read' }, 'audience.missing'],
    ['a scope that starts alike', { scope: `${OURS}.evil/read` }, 'audience.missing'],
    ['a scope of a server below ours', { scope: `${OURS}/billing/read` }, 'audience.missing'],
    ['a scope of ours among others', { scope: `https://billing.example/read ${OURS}/read` }, 'passed'],
    ['our name alone', { scope: OURS }, 'audience.missing'],
    ['no scopes', { scope: undefined }, 'audience.missing'],
    ['scopes of a wrong type', { scope: 1 }, 'audience.missing'],
    ['an aud that is ours', { aud: OURS, scope: '' }, 'passed'],
    ['an aud that is not, whatever the scopes', { aud: 'x', scope: `${OURS}/read` }, 'audience.mismatch'],
  ])('%s', (_what, claims, code) => {
    expect(says(claims)).toBe(code);
  });

  it.each([
    [`openid ${OURS}/orders.read ${OURS}/orders.write`, 'passed'],
    [`${OURS}/orders.read https://billing.example/read`, 'audience.not_exclusive'],
  ])('alone, where the service is exclusive: %s', (scope, code) => {
    const claims = { iss: issuer.iss, aud: undefined, scope };
    expect(verdict(audience, { issuer, claims, service: EXCLUSIVE })).toBe(code);
  });
});
