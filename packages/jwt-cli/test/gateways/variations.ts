/** A good caller, and callers that differ from it in one thing. */

import type { TestCaller, TestIssuer } from '@org/jwt-testing';
/** What the test issuers of this folder sign with. */
export type SigningAlgorithm = 'ES256' | 'RS256' | 'Ed25519';
import type { LossName } from '../../src/export/losses.js';
import type { GatewayRequest } from './request.js';

/** One request. `lost`: what a gateway may miss in it, where the export says that it does. */
export interface Variation {
  readonly title: string;
  readonly request: GatewayRequest;
  readonly lost: readonly LossName[];
}

interface Change {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly request?: (request: GatewayRequest) => GatewayRequest;
  readonly lost?: readonly LossName[];
}

function scopesIn({ scope }: Readonly<Record<string, unknown>>): readonly string[] {
  return typeof scope === 'string' ? scope.split(' ') : [];
}

/** What is changed of every caller. */
function changes(claims: Readonly<Record<string, unknown>>, now: number): Readonly<Record<string, Change>> {
  const path = (change: (target: string) => string, lost: readonly LossName[] = []): Change => ({
    request: (request) => ({ ...request, target: change(request.target) }),
    lost,
  });
  return {
    'as it is': {},
    'no scope': { claims: { scope: undefined } },
    'another scope': { claims: { scope: 'else' } },
    'scopes as a list': { claims: { scope: scopesIn(claims) } },
    'a scope more': { claims: { scope: [...scopesIn(claims), 'more'].join(' ') } },
    'another audience': { claims: { aud: 'https://other.example' } },
    'no audience': { claims: { aud: undefined } },
    'two audiences': {
      claims: { aud: [claims['aud'], 'https://other.example'].flat() },
      lost: ['audience-mode'],
    },
    'another issuer': { claims: { iss: 'https://evil.example' } },
    'another subject': { claims: { sub: 'else' }, lost: ['impersonal'] },
    'a prefix of the subject': { claims: { sub: `${String(claims['sub'])}-else` }, lost: ['impersonal'] },
    'no subject': { claims: { sub: undefined } },
    'a subject of a workload': { claims: { sub: 'spiffe://acme.example/x' }, lost: ['impersonal'] },
    'another client': { claims: { client_id: 'else' } },
    'the client as its subject': { claims: { client_id: claims['sub'] }, lost: ['impersonal'] },
    'another type': { header: { typ: 'JWT' }, lost: ['typ'] },
    'no type': { header: { typ: undefined }, lost: ['typ'] },
    'a long name of the type': { header: { typ: 'application/AT+JWT' } },
    expired: { claims: { iat: now - 400, exp: now - 100 } },
    'just expired': { claims: { iat: now - 400, exp: now - 20 }, lost: ['clock-skew'] },
    'not valid yet': { claims: { nbf: now + 200 } },
    'a long life': { claims: { iat: now - 172_000, exp: now + 100 }, lost: ['max-lifetime'] },
    'long to live': { claims: { exp: now + 172_000 }, lost: ['max-lifetime'] },
    'no exp': { claims: { exp: undefined }, lost: ['max-lifetime'] },
    'no iat': { claims: { iat: undefined }, lost: ['max-lifetime', 'max-age'] },
    'an old token': { claims: { iat: now - 290, exp: now + 10 }, lost: ['max-age'] },
    'an actor': { claims: { act: { sub: 'else' } } },
    'an actor without sub': { claims: { act: { x: 1 } }, lost: ['actor'] },
    'an actor behind an actor': { claims: { act: { sub: 'else', act: { sub: 'more' } } } },
    'bound to a DPoP key': { claims: { cnf: { jkt: 'x' } } },
    'bound to a certificate': { claims: { cnf: { 'x5t#S256': 'x' } } },
    'bound to a key': { claims: { cnf: { jwk: { kty: 'EC' } } }, lost: ['binding'] },
    'roles as text': { claims: { roles: [claims['roles'] ?? []].flat()[0] } },
    'another role': { claims: { roles: ['else'] } },
    'another tenant': { claims: { tenant_id: 'else' } },
    'another method': { request: (request) => ({ ...request, method: 'PUT' }) },
    'as HEAD': {
      request: (request) => ({ ...request, method: request.method === 'GET' ? 'HEAD' : request.method }),
    },
    'a final slash': path((target) => `${target}/`),
    'one segment more': path((target) => `${target}/x`),
    'the path of something else': path(() => '/else'),
    'a query': path((target) => `${target}?x=1`),
    capitals: path((target) => target.toUpperCase()),
    'an escaped letter': path((target) => target.replace(/[a-z](?=[^/]*$)/u, '%61'), ['path-spelling']),
    'a dot segment': path((target) => target.replace(/[^/]*$/u, '..'), ['path-spelling']),
    'an empty segment': path((target) => `/${target}`, ['path-spelling']),
    'a path parameter': path((target) => `${target};x=1`, ['path-spelling']),
    'an escaped slash': path((target) => `${target}%2f..`, ['path-spelling']),
    'bytes that are no text': path((target) => `${target}%FF`, ['path-spelling']),
    'an accent': path((target) => `${target}%C3%A9`),
    'a plus sign': path((target) => `${target}+`, ['path-spelling']),
    'an escape that is escaped': path((target) => `${target}%252e`, ['path-spelling']),
  };
}

/** All of them, and those that change a claim that only this caller has. */
export function variationsOf(caller: TestCaller, issuer: TestIssuer, now: number): readonly Variation[] {
  const own = Object.keys(caller.claims).filter((name) => !['iat', 'exp', 'iss', 'jti'].includes(name));
  const ofClaims = own.flatMap((name): readonly (readonly [string, Change])[] => [
    [`no ${name}`, { claims: { [name]: undefined } }],
    [`${name} in a list`, { claims: { [name]: [caller.claims[name]] }, lost: ['claim-forms'] }],
    [`${name} as an object`, { claims: { [name]: { x: caller.claims[name] } }, lost: ['absent-claim'] }],
    [`${name} as a number`, { claims: { [name]: 7 }, lost: ['absent-claim'] }],
    [`another ${name}`, { claims: { [name]: 'else' }, lost: ['impersonal'] }],
  ]);
  const all = [...Object.entries(changes(caller.claims, now)), ...ofClaims];
  const signed = all.map(([title, change]) => ({
    title,
    request: requestOf(caller, issuer, change),
    lost: change.lost ?? [],
  }));
  const plain = { ...caller.request };
  const other = { ...plain, headers: [...plain.headers, ['Authorization', 'Basic dTpw'] as const] };
  const broken = { ...plain, headers: [...plain.headers, ['Authorization', 'Bearer a.b.c'] as const] };
  return [
    ...signed,
    { title: 'anonymous', request: plain, lost: [] },
    { title: 'another scheme', request: other, lost: [] },
    { title: 'a broken token', request: broken, lost: [] },
  ];
}

function requestOf(
  caller: TestCaller,
  issuer: TestIssuer,
  { claims, header, request }: Change,
): GatewayRequest {
  const text = Buffer.from(caller.token.split('.')[0] ?? '', 'base64url').toString();
  const original = JSON.parse(text) as { readonly alg: SigningAlgorithm };
  const token = issuer.sign({ ...original, ...header }, { ...caller.claims, ...claims }, original.alg);
  const plain = {
    ...caller.request,
    headers: [...caller.request.headers, ['Authorization', `Bearer ${token}`] as const],
  };
  return request === undefined ? plain : request(plain);
}

/** Requests of a public operation, without a token. */
export function publicVariations(route: string): readonly Variation[] {
  const [method = '', path = ''] = route.split(' ');
  const target = path.replaceAll(/\{[^}]*\}/gu, 'x');
  return [
    { title: 'anonymous', request: { method, target, headers: [] }, lost: [] },
    { title: 'elsewhere', request: { method, target: `${target}/else`, headers: [] }, lost: [] },
    { title: 'another method', request: { method: 'PUT', target, headers: [] }, lost: [] },
  ];
}
