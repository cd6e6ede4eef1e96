/** What users of JWT libraries reported of their providers' tokens, each as a test of what they expect. */

import { beforeAll, describe, expect, it } from 'vitest';
import { createSigner, NOW, NOW_SECONDS, type Signer } from '../../test/mint.js';
import { asking, AUDIENCE, goodClaims, loginWith, ordersPolicy } from '../../test/orders.js';
import { REPORTED_AUDIENCE, REPORTED_CLAIMS, reportedVerdict, type Reported } from '../../test/reported.js';
import type { OperationDocument } from '../policy/document/document.js';
import { definePolicy } from '../policy/policy.js';
import type { DecisionEvent } from '../report/decision-event.js';
import { createVerifier } from './create-verifier.js';

let signer: Signer;
beforeAll(async () => {
  signer = await createSigner();
});

type Row = readonly [expectation: string, reported: Reported, outcome: string];
const says = (rows: readonly Row[]): void => {
  it.each(rows)('%s', async (_expectation, reported, outcome) => {
    expect(await reportedVerdict(signer, reported)).toBe(outcome);
  });
};
const list = (rule: object): Readonly<Record<string, OperationDocument>> => ({
  list: { route: 'GET /orders', allow: [{ principal: 'user', ...rule }] },
});

describe('a role with a space in its name', () => {
  const withRole = (role: unknown, wanted: string): Reported => ({
    issuer: { roles: 'role' },
    operations: list({ roles: [wanted] }),
    claims: { role },
  });
  says([
    ['does not give away the role that it ends with', withRole('No Admin', 'Admin'), 'operation.role'],
    ['is one role, where a person has one', withRole('Site Manager', 'Site Manager'), 'allow'],
    ['is one of several in a list', withRole(['Site Manager', 'Clerk'], 'Site Manager'), 'allow'],
    [
      'is two roles only where the document says so',
      {
        ...withRole('Site Manager', 'Manager'),
        issuer: { roles: { claim: 'role', as: 'spaceDelimited' } },
      },
      'allow',
    ],
    ['leaves scopes as they are', { operations: list({ scopes: ['b'] }), claims: { scope: 'a b' } }, 'allow'],
  ]);
});

describe('a number that cannot be held', () => {
  const withId = (id: string): Reported => ({
    payload: JSON.stringify({ ...REPORTED_CLAIMS, user_id: 'ID' }).replace('"ID"', id),
  });
  says([
    ['is denied, so that no two accounts look alike', withId('1234567890123456789'), 'format.inexact_number'],
    ['is denied, whichever of the two it is', withId('1234567890123456788'), 'format.inexact_number'],
    ['passes as a string', withId('"1234567890123456789"'), 'allow'],
    ['passes where it can be held', withId('9007199254740991'), 'allow'],
  ]);
});

describe('nothing, in other words', () => {
  const scopes = (scope: unknown): Reported => ({
    operations: list({ scopes: ['orders:read'] }),
    claims: { scope },
  });
  const groups = (held: unknown, rule: object = {}): Reported => ({
    issuer: { roles: 'groups' },
    operations: list(rule),
    claims: { groups: held },
  });
  says([
    ['two spaces between scopes are one', scopes('openid  orders:read  profile'), 'allow'],
    ['spaces around scopes are none', scopes(' orders:read '), 'allow'],
    ['an empty scope in a list is none', scopes(['', 'orders:read']), 'allow'],
    ['null in a list of scopes is a wrong type', scopes(['orders:read', null]), 'claims.malformed'],
    ['groups that are null are none, where no role is asked for', groups(null), 'allow'],
    ['groups that are null are none, where one is', groups(null, { roles: ['a'] }), 'operation.role'],
    ['groups that are an empty list are none', groups([], { roles: ['a'] }), 'operation.role'],
    ['groups that are a number are a wrong type', groups(7), 'claims.malformed'],
    ['an actor that is null is none', { claims: { act: null } }, 'allow'],
    ['nbf that is null is none', { claims: { nbf: null } }, 'allow'],
    ['exp that is null is a wrong type', { claims: { exp: null } }, 'time.malformed'],
    ['aud that is null is a wrong type', { claims: { aud: null } }, 'audience.malformed'],
    ['iss that is null is a wrong type', { claims: { iss: null } }, 'issuer.malformed'],
    ['sub that is null is missing', { claims: { sub: null } }, 'claims.missing'],
    ['cnf that is null is a binding all the same', { claims: { cnf: null } }, 'binding.required'],
  ]);
});

describe('a service under two names', () => {
  const OTHER = 'https://api.acme.example/orders';
  const both = (aud: unknown, more: Reported['service'] = {}): Reported => ({
    service: { audience: [REPORTED_AUDIENCE, OTHER], ...more },
    claims: { aud },
  });
  const exclusive = { audienceMode: 'exclusive' } as const;
  const SIBLING = 'https://mail.acme.example';
  says([
    ['takes a token for the old one', both(REPORTED_AUDIENCE), 'allow'],
    ['takes a token for the new one', both(OTHER), 'allow'],
    ['takes a token for one of them among others', both([SIBLING, OTHER]), 'allow'],
    ['denies a token for a sibling', both(SIBLING), 'audience.mismatch'],
    [
      'takes a token for both, where no other may be named',
      both([OTHER, REPORTED_AUDIENCE], exclusive),
      'allow',
    ],
    [
      'denies one for a sibling as well, where no other may be named',
      both([OTHER, SIBLING], exclusive),
      'audience.not_exclusive',
    ],
    [
      'takes the two names that one issuer writes',
      {
        service: { accept: [{ issuer: 'idp', audience: ['api://a', 'api://b'] }] },
        claims: { aud: 'api://b' },
      },
      'allow',
    ],
  ]);
});

describe('which of two names is used', () => {
  it('is in the event of the decision, and both are in describe()', async () => {
    const OTHER = 'https://api.acme.example/orders';
    const events: DecisionEvent[] = [];
    const policy = ordersPolicy({ login: loginWith({ jwks: { keys: [signer.jwk] } }) }).document;
    const orders = policy.services['orders'];
    if (orders === undefined) throw new Error('The policy has no orders.');
    const verifier = await createVerifier({
      policy: definePolicy({
        ...policy,
        services: { orders: { ...orders, audience: [AUDIENCE, OTHER] } },
      }),
      clock: () => NOW,
      onDecision: (event) => events.push(event),
    });
    for (const aud of [OTHER, [AUDIENCE, 'https://mail.example'], 'https://mail.example']) {
      await verifier.decide(asking(await signer.sign(goodClaims({ aud }))));
    }
    expect(events.map(({ audience }) => audience)).toEqual([OTHER, AUDIENCE, undefined]);
    expect(verifier.describe().audiences).toEqual([AUDIENCE, OTHER]);
    await verifier.close();
  });
});

describe('an issuer without typ (Okta)', () => {
  const okta = (claims: Reported['claims'], typ?: string): Reported => ({
    issuer: {
      typ: undefined,
      lacks: { typ: { shownBy: ['cid', 'scp'] } },
      clientId: 'cid',
      scopes: 'scp',
      principal: 'auto',
    },
    claims: { cid: '0oa1client', scp: ['openid', 'orders:read'], ...claims },
    typ,
  });
  says([
    ['has access tokens that pass', okta({}), 'allow'],
    [
      'has ID tokens that do not: no cid, no scp',
      okta({ cid: undefined, scp: undefined, amr: ['pwd'] }),
      'type.mismatch',
    ],
    ['has ID tokens that do not: with what an access token has', okta({ nonce: 'n' }), 'type.mismatch'],
    ['has logout tokens that do not', okta({ events: {} }), 'claims.mismatch'],
    ['has refresh tokens that do not', okta({ token_use: 'refresh' }), 'claims.mismatch'],
    ['has offline tokens that do not', okta({ typ: 'Offline' }), 'claims.mismatch'],
    ['has access tokens that say so', okta({ token_use: 'access', typ: 'Bearer' }), 'allow'],
    ['has no tokens of another typ', okta({}, 'logout+jwt'), 'type.mismatch'],
    ['has no tokens with a typ that it does not write', okta({}, 'JWT'), 'type.mismatch'],
    ['is not shown by a claim that is null', okta({ cid: null }), 'type.mismatch'],
  ]);
});

describe('an issuer whose client has another name', () => {
  const operations = {
    list: { route: 'GET /orders', allow: [{ principal: 'user' }] },
    sync: { route: 'POST /sync', allow: [{ principal: 'workload' }] },
  } as const;
  const of = (subject: string, operation: string): Reported => ({
    issuer: { clientId: 'cid', principal: 'auto' },
    operations,
    claims: { sub: subject, cid: '0oa1client' },
    operation,
  });
  says([
    ['lets a person list', of('ann@acme.example', 'list'), 'allow'],
    ['does not let a person sync', of('ann@acme.example', 'sync'), 'operation.principal'],
    ['lets a program sync', of('0oa1client', 'sync'), 'allow'],
    ['does not let a program list', of('0oa1client', 'list'), 'operation.principal'],
  ]);
});

describe('an issuer without aud', () => {
  const pinned = (claims: object): Reported => ({
    issuer: { lacks: { aud: { pinnedBy: 'client_id' } } },
    service: { accept: [{ issuer: 'idp', client_id: ['1example23456789'] }] },
    claims: { aud: undefined, client_id: '1example23456789', ...claims },
  });
  says([
    ['has tokens of the client that is pinned', pinned({}), 'allow'],
    ['has none of another client', pinned({ client_id: 'other' }), 'audience.mismatch'],
    ['has none without a client', pinned({ client_id: undefined }), 'audience.missing'],
    ['has none whose client is null', pinned({ client_id: null }), 'audience.missing'],
    ['has none of a list of clients', pinned({ client_id: ['1example23456789'] }), 'audience.malformed'],
    [
      'names an audience that is checked where it is there',
      pinned({ aud: 'https://mail.example' }),
      'audience.mismatch',
    ],
    [
      'names ours, and still has to be of the client',
      pinned({ aud: REPORTED_AUDIENCE, client_id: 'x' }),
      'audience.mismatch',
    ],
    ['names ours', pinned({ aud: REPORTED_AUDIENCE }), 'allow'],
  ]);
});

describe('an issuer without iat', () => {
  const without = (left: number, claims: object = {}): Reported => ({
    issuer: { lacks: { iat: { maxRemaining: '10m' } } },
    claims: { iat: undefined, exp: NOW_SECONDS + left, ...claims },
  });
  says([
    ['has tokens with a bounded rest of their life', without(600), 'allow'],
    ['has none that live longer', without(606), 'time.lifetime_too_long'],
    ['has none that have expired', without(-10), 'time.expired'],
    [
      'has an iat that is judged where it is there',
      without(300, { iat: NOW_SECONDS + 60 }),
      'time.issued_in_future',
    ],
    ['is measured by iat where it is there', without(1200, { iat: NOW_SECONDS - 10 }), 'allow'],
  ]);
});

describe('an issuer without sub in tokens of programs', () => {
  const operations = {
    list: { route: 'GET /orders', allow: [{ principal: 'user' }] },
    sync: { route: 'POST /sync', allow: [{ principal: 'workload' }] },
  } as const;
  const of = (subject: unknown, operation: string): Reported => ({
    issuer: { lacks: { sub: 'workload' }, principal: 'auto' },
    operations,
    claims: { sub: subject, client_id: 'batch' },
    operation,
  });
  says([
    ['lets a program without sub sync', of(undefined, 'sync'), 'allow'],
    ['lets it do nothing that a person may', of(undefined, 'list'), 'operation.principal'],
    ['knows a person by sub', of('ann', 'list'), 'allow'],
    [
      'knows no person without sub, whatever else is said',
      {
        ...of(undefined, 'list'),
        issuer: { lacks: { sub: 'workload' }, principal: { user: { client_id: { present: true } } } },
      },
      'operation.principal',
    ],
  ]);
});

describe('an issuer without a short life', () => {
  const DAY = 86_400;
  const long = (days: number, more: Reported = {}): Reported => ({
    issuer: { lacks: { shortLife: { maxLifetime: '30d', until: '2027-06-30' } } },
    claims: { exp: NOW_SECONDS + days * DAY },
    ...more,
  });
  const [before, after] = ['2027-06-29T23:59:59Z', '2027-06-30T00:00:00Z'].map((each) => Date.parse(each));
  const issued = (now = 0): Reported => ({
    ...long(0),
    claims: { iat: now / 1000 - 100, exp: now / 1000 + 29 * DAY },
    now,
  });
  says([
    ['has tokens of that life', long(30), 'allow'],
    ['has none of a longer one', long(31), 'time.lifetime_too_long'],
    ['has them until the day', issued(before), 'allow'],
    ['has them no longer from that day on', issued(after), 'time.lifetime_too_long'],
    [
      'has none where a service wants shorter ones',
      long(30, { service: { maxLifetime: '1h' } }),
      'time.lifetime_too_long',
    ],
    [
      'has none where an operation wants shorter ones',
      long(30, {
        operations: { list: { route: 'GET /orders', maxLifetime: '5m', allow: [{ principal: 'user' }] } },
      }),
      'time.lifetime_too_long',
    ],
    ['leaves others as they are', { claims: { exp: NOW_SECONDS + DAY } }, 'time.lifetime_too_long'],
  ]);
});

describe('roles as the names of members (Zitadel)', () => {
  const CLAIM = 'urn:zitadel:iam:org:project:roles';
  const of = (held: unknown): Reported => ({
    issuer: { roles: { claim: CLAIM, as: 'memberNames' } },
    operations: list({ roles: ['corporate member'] }),
    claims: { [CLAIM]: held },
  });
  says([
    ['are roles', of({ 'corporate member': { '1234': 'acme.zitadel.example' }, cfo: {} }), 'allow'],
    ['are no roles where they are null', of({ 'corporate member': null }), 'operation.role'],
    ['are not the members of members', of({ cfo: { 'corporate member': 'x' } }), 'operation.role'],
    ['are not a list', of(['corporate member']), 'claims.malformed'],
    ['are not a string', of('corporate member'), 'claims.malformed'],
  ]);
});

describe('who is meant, by predicates', () => {
  const principal = {
    workload: { gty: { equals: 'client-credentials' } },
    user: [{ gty: { present: false } }, { gty: { equals: 'password' } }],
  } as const;
  const of = (gty: unknown): Reported => ({ issuer: { principal }, claims: { gty } });
  says([
    ['is a person where the first alternative holds', of(undefined), 'allow'],
    ['is a person where another one holds', of('password'), 'allow'],
    ['is a program where that holds', of('client-credentials'), 'operation.principal'],
    ['is unknown where none holds', of('device'), 'claims.mismatch'],
  ]);
});

describe('what other libraries get wrong', () => {
  const dates = (exp: string, iat = String(NOW_SECONDS)): Reported => {
    const { iss, aud, sub } = REPORTED_CLAIMS;
    return { payload: `{"iss":"${iss}","aud":"${aud}","sub":"${sub}","iat":${iat},"exp":${exp}}` };
  };
  const [whole, rest] = [String(NOW_SECONDS).slice(0, 1), String(NOW_SECONDS).slice(1)];
  says([
    [
      'a date with an exponent is a date',
      dates(String(NOW_SECONDS + 300), `${whole}.${rest}E${String(rest.length)}`),
      'allow',
    ],
    ['a date with a fraction is a date', dates(`${String(NOW_SECONDS + 300)}.25`), 'allow'],
    ['a date as text is none', dates(`"${String(NOW_SECONDS + 300)}"`), 'time.malformed'],
    [
      'dates in milliseconds are in the future',
      dates(`${String(NOW_SECONDS + 300)}000`, `${String(NOW_SECONDS)}000`),
      'time.issued_in_future',
    ],
    ['a clock that is 30 seconds behind is told so', { now: NOW - 30_000 }, 'time.issued_in_future'],
    [
      'an ID token without typ, whose email_verified is a text, can be said',
      {
        issuer: {
          profile: 'oidc-id-token',
          typ: undefined,
          require: { email_verified: { in: ['true', true] } },
        },
        typ: undefined,
        claims: { email: 'a@acme.example', email_verified: 'true' },
      },
      'allow',
    ],
  ]);
});
