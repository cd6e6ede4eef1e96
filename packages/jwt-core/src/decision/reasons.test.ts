import { describe, expect, it } from 'vitest';
import { deniedBy, type Denied } from './decision.js';
import { deny } from './denial.js';
import { ProblemBodies, problemName } from './problem.js';
import { layerOf, REASON_CODES, REASONS, type ReasonCode } from './reasons.js';
import { LAYERS } from './layers.js';

const REALM = 'realm="orders"';
const NO_TOKEN = `Bearer ${REALM}`;
const BAD_REQUEST = `Bearer ${REALM}, error="invalid_request"`;
const BAD_TOKEN = `Bearer ${REALM}, error="invalid_token"`;

const LINK = 'https://unpkg.com/@org/jwt-core/docs/problems.md#';

/**
 * The table of the design, written out by hand: code, status, challenge, Retry-After, and the public name and title.
 */
const TABLE: readonly (readonly [
  ReasonCode,
  number,
  string | undefined,
  string | undefined,
  string,
  string,
])[] = [
  ...rows(
    503,
    undefined,
    '5',
    'unavailable',
    'The access token cannot be checked at the moment. Try again later.',
    ['policy.unavailable'],
  ),
  ...rows(
    400,
    BAD_REQUEST,
    undefined,
    'invalid_request',
    'The request does not carry its access token in an acceptable way.',
    ['credential.incomplete'],
  ),
  ...rows(401, NO_TOKEN, undefined, 'unauthenticated', 'This request needs an access token.', [
    'credential.missing',
  ]),
  ...rows(
    400,
    BAD_REQUEST,
    undefined,
    'invalid_request',
    'The request does not carry its access token in an acceptable way.',
    ['credential.ambiguous'],
  ),
  ...rows(
    403,
    undefined,
    undefined,
    'cross_site',
    'The request does not come from a page that may send it.',
    ['credential.cross_site'],
  ),
  ...rows(
    400,
    BAD_REQUEST,
    undefined,
    'invalid_request',
    'The request does not carry its access token in an acceptable way.',
    ['credential.malformed'],
  ),
  ...rows(401, NO_TOKEN, undefined, 'unauthenticated', 'This request needs an access token.', [
    'credential.unsupported',
  ]),
  ...rows(401, BAD_TOKEN, undefined, 'invalid_token', 'The access token is not accepted here.', [
    'credential.too_large',
    'format.malformed',
    'format.not_canonical',
    'format.duplicate_member',
    'format.inexact_number',
    'format.unsupported',
    'issuer.missing',
    'issuer.malformed',
    'issuer.untrusted',
    'algorithm.not_allowed',
    'key.unknown',
    'key.unsuitable',
  ]),
  ...rows(
    503,
    undefined,
    '5',
    'unavailable',
    'The access token cannot be checked at the moment. Try again later.',
    ['key.unavailable'],
  ),
  ...rows(401, BAD_TOKEN, undefined, 'invalid_token', 'The access token is not accepted here.', [
    'signature.invalid',
    'type.mismatch',
    'audience.missing',
    'audience.malformed',
    'audience.mismatch',
    'audience.not_exclusive',
    'time.missing',
    'time.malformed',
    'time.expired',
    'time.not_yet_valid',
    'time.issued_in_future',
    'time.too_old',
    'time.lifetime_too_long',
    'time.contradictory',
    'claims.missing',
    'claims.malformed',
    'claims.mismatch',
  ]),
  ...rows(403, undefined, undefined, 'forbidden', 'This token may not do this.', [
    'tenant.missing',
    'tenant.malformed',
    'tenant.mismatch',
    'tenant.unresolved',
  ]),
  ...rows(401, BAD_TOKEN, undefined, 'invalid_token', 'The access token is not accepted here.', [
    'binding.required',
    'binding.malformed',
    'binding.mismatch',
  ]),
  ...rows(403, undefined, undefined, 'forbidden', 'This token may not do this.', [
    'operation.unknown',
    'operation.conflict',
  ]),
  ...rows(
    403,
    `Bearer ${REALM}, error="insufficient_scope", scope="orders:read orders:write"`,
    undefined,
    'insufficient_scope',
    'The access token does not have the scope that this needs.',
    ['operation.scope'],
  ),
  ...rows(403, undefined, undefined, 'forbidden', 'This token may not do this.', [
    'operation.role',
    'operation.principal',
    'operation.identity',
    'operation.actor',
    'operation.condition',
  ]),
  ...rows(
    401,
    `Bearer ${REALM}, error="insufficient_user_authentication"`,
    undefined,
    'insufficient_user_authentication',
    'The user has to authenticate again, or more strongly.',
    ['operation.step_up'],
  ),
  ...rows(401, BAD_TOKEN, undefined, 'invalid_token', 'The access token is not accepted here.', [
    'revocation.revoked',
  ]),
  ...rows(
    503,
    undefined,
    '5',
    'unavailable',
    'The access token cannot be checked at the moment. Try again later.',
    ['revocation.unavailable'],
  ),
  ...rows(
    401,
    `Bearer ${REALM}, error="invalid_dpop_proof"`,
    undefined,
    'invalid_dpop_proof',
    'The proof of possession is not accepted here.',
    ['replay.seen'],
  ),
  ...rows(
    503,
    undefined,
    '5',
    'unavailable',
    'The access token cannot be checked at the moment. Try again later.',
    ['replay.unavailable'],
  ),
];

type Row = (typeof TABLE)[number];

function rows(
  status: number,
  challenge: string | undefined,
  retryAfter: string | undefined,
  name: string,
  title: string,
  codes: readonly ReasonCode[],
): readonly Row[] {
  return codes.map((code) => [code, status, challenge, retryAfter, name, title] as const);
}

/** A refusal with everything that an operator may know. */
function refuseWith(code: ReasonCode, disclosure: 'status' | 'code' = 'status'): Denied {
  const scopes = code === 'operation.scope' ? { scopes: ['orders:read', 'orders:write'] } : {};
  const detail = { expected: 'EXPECTED', actual: 'ACTUAL' };
  return deniedBy(
    deny(code, { ...detail, ...scopes }),
    'orders',
    new ProblemBodies(disclosure),
    () => detail,
  );
}

const headersOf = ({ response }: Denied, name: string): readonly string[] =>
  response.headers.filter(([each]) => each === name).map(([, value]) => value);

describe('every reason', () => {
  it('is in the table, in the order in which the reasons are tested', () => {
    expect(REASON_CODES).toEqual(TABLE.map(([code]) => code));
  });

  it.each(TABLE)('%s is answered with status %i', (code, status) => {
    expect(refuseWith(code).response.status).toBe(status);
  });

  it.each(TABLE)('%s: the challenge', (code, _status, challenge) => {
    expect(headersOf(refuseWith(code), 'WWW-Authenticate')).toEqual(
      challenge === undefined ? [] : [challenge],
    );
  });

  it.each(TABLE)('%s: when to try again', (code, _status, _challenge, retryAfter) => {
    expect(headersOf(refuseWith(code), 'Retry-After')).toEqual(retryAfter === undefined ? [] : [retryAfter]);
  });

  it.each(TABLE)(
    '%s: the body says type, title and status, and nothing else',
    (code, status, _c, _r, name, title) => {
      const refusal = refuseWith(code);
      expect(JSON.parse(refusal.response.body)).toEqual({ type: LINK + name, title, status });
      expect(headersOf(refusal, 'Content-Type')).toEqual(['application/problem+json']);
      expect(headersOf(refusal, 'Cache-Control')).toEqual(['no-store']);
    },
  );

  it.each(TABLE)('%s: in development the body says the code as well', (code, status, _c, _r, name, title) => {
    expect(JSON.parse(refuseWith(code, 'code').response.body)).toEqual({
      type: LINK + name,
      title,
      status,
      code,
    });
  });

  it.each(TABLE)('%s: what was expected and found is for the operator alone', (code) => {
    expect(JSON.stringify(refuseWith(code))).not.toMatch(/EXPECTED|ACTUAL/u);
    expect(JSON.stringify(refuseWith(code).response)).not.toContain(code);
  });

  it.each(TABLE)('%s: is about the layer that its code begins with', (code) => {
    const refusal = refuseWith(code);
    expect(refusal).toMatchObject({ outcome: 'deny', code, layer: layerOf(code) });
    expect(LAYERS).toContain(refusal.layer);
    expect(REASONS[code].meaning).toMatch(/\S\.$/u);
  });

  it('comes layer by layer', () => {
    const layers = [...new Set(REASON_CODES.map(layerOf))];
    expect(layers).toEqual(LAYERS);
  });

  it('cannot be told from another by what the caller reads, where the OAuth error is the same', () => {
    const answers = new Map<string, Set<string>>();
    for (const code of REASON_CODES) {
      const name = problemName(code);
      const { status, headers, body } = refuseWith(code).response;
      answers.set(name, (answers.get(name) ?? new Set()).add(JSON.stringify([status, headers, body])));
    }
    expect([...answers.values()].map((different) => different.size)).toEqual(Array(answers.size).fill(1));
  });
});

describe('a refusal that says when to try again', () => {
  const refuseAfter42Seconds = (code: ReasonCode): Denied =>
    deniedBy(deny(code, { retryAfter: 42 }), 'orders', new ProblemBodies(), () => ({}));

  it.each(['policy.unavailable', 'key.unavailable', 'revocation.unavailable', 'replay.unavailable'] as const)(
    '%s takes the time from the outage',
    (code) => {
      expect(headersOf(refuseAfter42Seconds(code), 'Retry-After')).toEqual(['42']);
    },
  );

  it('says so only where waiting helps', () => {
    expect(headersOf(refuseAfter42Seconds('time.expired'), 'Retry-After')).toEqual([]);
  });
});
