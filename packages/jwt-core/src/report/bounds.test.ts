/** However large a policy, a token and a request are: what one refusal causes to be written is small. */

import { beforeAll, describe, expect, it } from 'vitest';
import { createSigner, forge, NOW, NOW_SECONDS, type Signer } from '../../test/mint.js';
import type { OperationDocument, PolicyDocument } from '../policy/document/document.js';
import { definePolicy } from '../policy/policy.js';
import type { HttpRequest } from '../request/access-request.js';
import { type Verifier } from '../verify/verifier.js';
import { createVerifier } from '../verify/create-verifier.js';
import { AccessDeniedError, type Denied } from '../decision/decision.js';
import type { DecisionEvent } from './decision-event.js';
import { MAX_TEXT_LENGTH } from '../decision/denial.js';
import { REASON_CODES, type ReasonCode } from '../decision/reasons.js';

/** As docs/reference/responses-and-events.md promises them, in bytes. */
const MAX_EVENT_BYTES = 8_192;
const MAX_HEADER_BYTES = 2_048;
const MAX_BODY_BYTES = 512;

/** Checks behind these are not built yet. */
const RESERVED: readonly ReasonCode[] = [
  'binding.malformed',
  'binding.mismatch',
  'operation.step_up',
  'revocation.revoked',
  'revocation.unavailable',
  'replay.seen',
  'replay.unavailable',
];

/** Three bytes a character, and one that JSON escapes. */
const wide = (length: number): string => '界"'.repeat(length / 2);
const longName = (first: string): string => first.padEnd(64, 'n');
const MANY = Array.from({ length: 3_000 }, (_, index) => `${'name-of-something'.repeat(3)}-${String(index)}`);
const [ONE = ''] = MANY;
const HEADER = `x-${'t'.repeat(2_000)}`;
const AUDIENCE = `https://orders.example/${'a'.repeat(500)}`;
const ISS = `https://id.example/${'i'.repeat(500)}`;
const UNREACHABLE = 'https://unreachable.example';
const KID = 'k'.repeat(1_000);
const TENANT = wide(300);

const rule = { principal: 'user' } as const;
const HUGE = { in: MANY };

/** By their paths. */
const OPERATIONS: Readonly<Record<string, OperationDocument>> = {
  open: { allow: [rule] },
  scope: { allow: [{ ...rule, scopes: MANY }] },
  role: { allow: [{ ...rule, roles: { anyOf: MANY } }] },
  principal: { allow: [{ principal: 'workload', scopes: MANY }] },
  identity: { allow: [{ identity: longName('robot') }] },
  actor: { allow: [{ ...rule, actor: { sub: HUGE } }] },
  condition: { allow: [{ ...rule, where: { [`/${'deep/'.repeat(500)}`]: HUGE, dept: HUGE } }] },
  aged: { maxAge: '1m', allow: [rule] },
  tenant: { tenantFrom: `header.${HEADER}`, allow: [rule] },
  shadow: { mode: 'shadow', shadowUntil: '2027-01-01', allow: [{ ...rule, scopes: MANY }] },
};

function documentWith(signer: Signer): PolicyDocument {
  const common = { algs: ['EdDSA', 'ES256', 'RS256'], principal: 'user' } as const;
  const issuer = longName('login');
  return {
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: wide(4_000), revision: wide(4_000) },
    defaults: { maxTokenBytes: 16_384 },
    issuers: {
      [issuer]: {
        ...common,
        iss: ISS,
        keys: { jwks: { keys: [signer.jwk] } },
        typ: `at+jwt${'x'.repeat(1_000)}`,
        roles: '/realm_access/roles',
        tenant: 'tid',
        tenants: [TENANT, ...MANY],
        require: { env: HUGE },
      },
      ...Object.fromEntries(
        ['one', 'two', 'three', 'four'].map((name) => [
          longName(name),
          {
            ...common,
            typ: 'at+jwt',
            iss: `https://${name}.example/${'i'.repeat(1_000)}`,
            keys: { discovery: 'oidc' },
          } as const,
        ]),
      ),
      out: { ...common, typ: 'at+jwt', iss: UNREACHABLE, keys: { discovery: 'oidc' } },
    },
    identities: {
      [longName('robot')]: {
        issuer,
        require: { env: HUGE, azp: HUGE },
        owner: 'a@b.example',
        reviewBy: '2027-01-01',
      },
    },
    services: {
      [longName('orders')]: {
        audience: AUDIENCE,
        audienceMode: 'exclusive',
        credentials: ['header', { cookie: longName('token'), csrf: { origins: ['https://a.example'] } }],
        accept: [issuer, ...['one', 'two', 'three', 'four'].map(longName), 'out'],
        operations: Object.fromEntries(
          Object.entries(OPERATIONS).map(([path, operation]) => [
            longName(path),
            { route: `GET /${path}`, ...operation },
          ]),
        ),
      },
    },
  };
}

const CLAIMS: Readonly<Record<string, unknown>> = {
  iss: ISS,
  aud: AUDIENCE,
  sub: wide(300),
  jti: wide(300),
  tid: TENANT,
  env: ONE,
  iat: NOW_SECONDS - 10,
  exp: NOW_SECONDS + 300,
  realm_access: { roles: ['r'.repeat(1_000)] },
  scope: 's'.repeat(1_000),
};

interface Written {
  readonly decision: Denied;
  readonly event: DecisionEvent;
}

let signer: Signer;
let verifier: Verifier;
let withoutPolicy: Verifier;
const events: DecisionEvent[] = [];

beforeAll(async () => {
  signer = await createSigner('EdDSA', KID);
  const options = {
    clock: () => NOW,
    keyFetcher: () => Promise.reject(new Error('unreachable '.repeat(1_000))),
    onDecision: (event: DecisionEvent) => void events.push(event),
    subjectsInEvents: 'clear',
    disclose: 'code',
  } as const;
  verifier = await createVerifier({ ...options, policy: definePolicy(documentWith(signer)) });
  withoutPolicy = await createVerifier({
    ...options,
    policy: { location: 'nowhere', everyMs: 60_000, read: () => Promise.reject(new Error(wide(4_000))) },
    onPolicyEvent: () => undefined,
    startWithoutPolicy: 'unavailable',
    service: longName('orders'),
  });
});

/** A signed token of these claims, of the type that the issuer gives. */
const mint = (claims: Readonly<Record<string, unknown>> = {}, header = {}): Promise<string> =>
  signer.sign({ ...CLAIMS, ...claims }, { typ: `at+jwt${'x'.repeat(1_000)}`, ...header });

const bearer = (token: string, target = '/open', rest: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  target,
  rawHeaders: ['Authorization', `Bearer ${token}`],
  requestId: 'r'.repeat(128),
  ...rest,
});

const bare = (...rawHeaders: readonly string[]): HttpRequest => ({
  method: 'GET',
  target: '/open',
  rawHeaders,
});

type Asked = () => HttpRequest | Promise<HttpRequest>;
const about =
  (claims: Readonly<Record<string, unknown>>, target?: string): Asked =>
  async () =>
    bearer(await mint(claims), target);

/** One request for each code. */
const REQUESTS: Readonly<Partial<Record<ReasonCode, Asked>>> = {
  'policy.unavailable': () => bare(),
  'credential.missing': () => bare(),
  'credential.ambiguous': () =>
    bare(...Array.from({ length: 900 }, () => ['Authorization', 'Bearer x']).flat()),
  'credential.incomplete': () =>
    bare(...Array.from({ length: 2_000 }, () => ['X-Filler', 'x'.repeat(100)]).flat()),
  'credential.cross_site': () =>
    Promise.resolve({
      method: 'POST',
      target: '/open',
      rawHeaders: ['Cookie', `${longName('token')}=${wide(16_000)}`, 'Origin', wide(16_000)],
    }),
  'credential.malformed': () => bearer('<token>'.repeat(1_000)),
  'credential.unsupported': () => bare('Authorization', `Basic ${'x'.repeat(10_000)}`),
  'credential.too_large': () => bearer('x'.repeat(1_000_000)),
  'format.malformed': () => bearer('a.b'),
  'format.not_canonical': () => bearer(`${forge({ alg: 'EdDSA' }, {})}=`),
  'format.inexact_number': () => bearer(forge({ alg: 'EdDSA' }, '{"user_id":1234567890123456789}')),
  'format.duplicate_member': () => bearer(forge('{"alg":"EdDSA","alg":"EdDSA"}', {})),
  'format.unsupported': () => bearer(forge({ alg: 'EdDSA', crit: [wide(600)] }, {})),
  'issuer.missing': () => bearer(forge({ alg: 'EdDSA' }, {})),
  'issuer.malformed': () => bearer(forge({ alg: 'EdDSA' }, { iss: [wide(600)] })),
  'issuer.untrusted': () => bearer(forge({ alg: 'EdDSA' }, { iss: wide(600) })),
  'algorithm.not_allowed': () => bearer(forge({ alg: wide(600) }, CLAIMS)),
  'key.unknown': () => bearer(forge({ alg: 'EdDSA', kid: wide(600) }, CLAIMS)),
  'key.unsuitable': () => bearer(forge({ alg: 'ES256', kid: KID }, CLAIMS)),
  'key.unavailable': () => bearer(forge({ alg: 'EdDSA' }, { iss: UNREACHABLE })),
  'signature.invalid': () => bearer(forge({ alg: 'EdDSA', kid: KID }, CLAIMS)),
  'type.mismatch': async () => bearer(await mint({}, { typ: wide(600) })),
  'audience.missing': about({ aud: undefined }),
  'audience.malformed': about({ aud: { [wide(600)]: 1 } }),
  'audience.mismatch': about({ aud: Array.from({ length: 100 }, () => wide(10)) }),
  'audience.not_exclusive': about({ aud: [AUDIENCE, wide(600)] }),
  'time.missing': about({ exp: undefined }),
  'time.malformed': about({ exp: wide(600) }),
  'time.expired': about({ exp: -1e300 }),
  'time.not_yet_valid': about({ nbf: 1.7976931348623157e308 }),
  'time.issued_in_future': about({ iat: 1e300, exp: 1.1e300 }),
  'time.too_old': about({ iat: NOW_SECONDS - 1000.123 }, '/aged'),
  'time.contradictory': about({ iat: NOW_SECONDS + 1.25, exp: NOW_SECONDS + 1.125 }),
  'time.lifetime_too_long': about({ exp: 1e300 }),
  'claims.missing': about({ env: undefined }),
  'claims.malformed': about({ env: [wide(600)] }),
  'claims.mismatch': about({ env: wide(600) }),
  'tenant.missing': about({ tid: undefined }),
  'tenant.malformed': about({ tid: [wide(600)] }),
  'tenant.mismatch': async () =>
    bearer(await mint(), '/tenant', tenantHeader('ä'.repeat(4_000), await mint())),
  'tenant.unresolved': about({}, '/tenant'),
  'binding.required': about({ cnf: { [wide(600)]: 1 } }),
  'operation.unknown': async () => bearer(await mint(), `/${'unknown/'.repeat(1_000)}?${'q'.repeat(4_000)}`),
  'operation.conflict': async () => {
    const request = bearer(await mint(), '/open', { key: {} });
    await verifier.decide(request, { operation: longName('shadow') });
    return request;
  },
  'operation.scope': about({}, '/scope'),
  'operation.role': about({}, '/role'),
  'operation.principal': about({}, '/principal'),
  'operation.identity': about({ azp: wide(600) }, '/identity'),
  'operation.actor': about({ act: { sub: wide(600) } }, '/actor'),
  'operation.condition': about({ deep: wide(600) }, '/condition'),
};

const tenantHeader = (tenant: string, token: string): Partial<HttpRequest> => ({
  rawHeaders: ['Authorization', `Bearer ${token}`, HEADER, tenant],
});

async function refuse(code: ReasonCode): Promise<Written> {
  const request = await REQUESTS[code]?.();
  if (request === undefined) throw new Error(`There is no request for ${code}.`);
  events.length = 0;
  const decision = await (code === 'policy.unavailable' ? withoutPolicy : verifier).decide(request);
  const [event] = events;
  if (decision.outcome === 'allow' || event === undefined) throw new Error(`${code} was not refused.`);
  return { decision, event };
}

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
const DRIVEN = REASON_CODES.filter((code) => !RESERVED.includes(code));

describe.each(DRIVEN)('a refusal with %s', (code) => {
  let written: Written;
  beforeAll(async () => {
    written = await refuse(code);
  });

  it('is the refusal that it should be', () => {
    expect(written.decision.code).toBe(code);
  });

  it('writes a small event', () => {
    expect(bytes(written.event)).toBeLessThanOrEqual(MAX_EVENT_BYTES);
    expect(written.event.trace.length).toBeLessThanOrEqual(16);
  });

  it('sends small headers and a small body', () => {
    const { headers, body } = written.decision.response;
    const lines = headers.map(([name, value]) => Buffer.byteLength(`${name}: ${value}\r\n`));
    expect(lines.reduce((sum, line) => sum + line, 0)).toBeLessThanOrEqual(MAX_HEADER_BYTES);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_BODY_BYTES);
  });

  it('makes a small error that says the same as the event', () => {
    const error = new AccessDeniedError(written.decision);
    expect(bytes(error)).toBeLessThanOrEqual(MAX_HEADER_BYTES + MAX_BODY_BYTES + 512);
    const failed = written.event.trace.find((each) => each.verdict === 'failed');
    expect({ expected: error.expected, actual: error.actual }).toEqual({
      expected: failed?.expected,
      actual: failed?.actual,
    });
    for (const text of [error.expected, error.actual]) {
      expect(text?.length ?? 0).toBeLessThanOrEqual(MAX_TEXT_LENGTH);
    }
  });
});

describe('also where a request is allowed', () => {
  it('the event is small', async () => {
    events.length = 0;
    const token = await mint({ act: undefined });
    const decision = await verifier.decide(bearer(token, '/shadow'));
    expect(decision.outcome).toBe('allow');
    expect(events[0]?.shadow).toMatchObject({ outcome: 'deny', code: 'operation.scope' });
    expect(bytes(events[0])).toBeLessThanOrEqual(MAX_EVENT_BYTES);
  });
});

describe('a challenge', () => {
  it('names whole scopes, as many as there is room for', async () => {
    const { decision } = await refuse('operation.scope');
    const [, value = ''] = decision.response.headers.find(([name]) => name === 'WWW-Authenticate') ?? [];
    const scopes = /scope="(?<scopes>[^"]+)"/u.exec(value)?.groups?.['scopes']?.split(' ') ?? [];
    expect(scopes.length).toBeGreaterThan(10);
    expect(scopes).toEqual(MANY.slice(0, scopes.length));
  });
});
