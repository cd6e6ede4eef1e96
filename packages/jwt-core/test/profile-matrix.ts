/** What each profile makes of each kind of token: one cell at a time, with an issuer that welcomes it as far as a document can. */

import type { IssuerDocument, ProfileName } from '../src/policy/document/document.js';
import type { Jwk } from '../src/jose/jwk.js';
import { definePolicy, type Policy } from '../src/policy/policy.js';
import { PolicyError } from '../src/policy/policy-error.js';
import { PROFILES } from '../src/policy/model/profiles.js';
import { createVerifier } from '../src/verify/create-verifier.js';
import { createSigner, NOW, type Signer } from './mint.js';
import { asking } from './orders.js';
import type { TokenKind } from './token-kind.js';

/** One way to write an issuer. */
export interface Column {
  readonly name: string;
  readonly profile?: ProfileName;
  /** An `iss` of the form that the profile asks for. */
  readonly iss: string;
  readonly rest?: Partial<IssuerDocument>;
}

const NEUTRAL = 'https://id.acme.example';
const withoutProfile = { iss: NEUTRAL, rest: { algs: ['RS256'] } } as const;

/** Every profile, and the issuers that name none. */
export const COLUMNS: readonly Column[] = [
  { name: 'rfc9068', profile: 'rfc9068', ...withoutProfile },
  { name: 'oidc', profile: 'oidc-id-token', ...withoutProfile },
  { name: 'k8s', profile: 'kubernetes-sa', iss: 'https://k8s.acme.example' },
  {
    name: 'spiffe',
    profile: 'spiffe-jwt-svid',
    iss: NEUTRAL,
    rest: { algs: ['RS256'], trustDomain: 'prod.example' },
  },
  { name: 'github', profile: 'github-actions', iss: 'https://token.actions.githubusercontent.com' },
  {
    name: 'entra',
    profile: 'entra-v2',
    iss: 'https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0',
  },
  { name: 'auth0', profile: 'auth0', iss: 'https://login.acme.example/' },
  { name: 'keycloak', profile: 'keycloak', iss: 'https://sso.acme.example/realms/shop' },
  {
    name: 'cognito',
    profile: 'cognito',
    iss: 'https://cognito-idp.us-west-2.amazonaws.com/us-west-2_example',
  },
  {
    name: 'google-u',
    profile: 'google',
    iss: 'https://accounts.google.com',
    rest: { principal: 'user' },
  },
  {
    name: 'google-w',
    profile: 'google',
    iss: 'https://accounts.google.com',
    rest: { principal: 'workload' },
  },
  { name: 'at+jwt', iss: NEUTRAL, rest: { algs: ['RS256'], typ: 'at+jwt' } },
  { name: 'JWT-u', iss: NEUTRAL, rest: { algs: ['RS256'], typ: 'JWT', principal: 'user' } },
  { name: 'JWT-w', iss: NEUTRAL, rest: { algs: ['RS256'], typ: 'JWT', principal: 'workload' } },
];

/** An audience that every profile takes: Entra's must be a GUID. */
const AUDIENCE = '6e74172b-be56-4843-9ff4-e66a39bb12e3';

/**
 * `issuer`: the issuer has the token's own `iss` and audience, where that loads. `claims`: the token has those of the
 * issuer, so that its header and its other claims decide alone.
 */
export type Variant = 'issuer' | 'claims';

let signer: Promise<Signer> | undefined;

/** One cell: who the token speaks of, `-` where the policy does not load, else the code of the denial. */
export async function cell(kind: TokenKind, column: Column, variant: Variant): Promise<string> {
  signer ??= createSigner('RS256');
  const { jwk, ...issuer } = await signer;
  const claims = variant === 'issuer' ? kind.claims : moved(kind, column);
  const policy = policyFor({ ...kind, claims }, column, jwk);
  if (policy === undefined) return '-';
  const header = 'typ' in kind.header ? kind.header : { ...kind.header, typ: undefined };
  const verifier = await createVerifier({ policy, clock: () => NOW });
  const decision = await verifier.decide(asking(await issuer.sign(claims, header)), { operation: 'act' });
  return decision.outcome === 'deny' ? decision.code : (decision.identity?.principal ?? 'none');
}

/** The same token, as if the issuer of the column had signed it for this service. */
function moved({ claims }: TokenKind, { iss, profile }: Column): TokenKind['claims'] {
  // Cognito reads the audience from the scopes of a token that has none.
  const isScoped = profile === 'cognito' && claims['aud'] === undefined;
  return {
    ...claims,
    ...('iss' in claims ? { iss } : {}),
    ...(isScoped ? {} : { aud: AUDIENCE }),
    ...('azp' in claims && claims['azp'] === claims['aud'] ? { azp: AUDIENCE } : {}),
  };
}

function policyFor({ claims }: TokenKind, column: Column, key: Jwk): Policy | undefined {
  const { profile, iss, rest } = column;
  const jwk = profile === 'spiffe-jwt-svid' ? { ...key, use: 'jwt-svid' } : key;
  const ownIss = claims['iss'] === undefined ? {} : { iss: textOf(claims['iss']) };
  const issuer: IssuerDocument = {
    ...(profile === undefined ? {} : { profile }),
    ...(profile === 'spiffe-jwt-svid' ? ownIss : { iss, ...ownIss }),
    keys: { jwks: { keys: [jwk] } },
    ...rest,
    ...pinned(profile, claims),
  };
  try {
    return definePolicy({
      apiVersion: 'jwt-policy/v1',
      kind: 'JwtPolicy',
      metadata: { name: 'matrix' },
      defaults: { maxLifetime: '24h' },
      issuers: { provider: issuer },
      services: {
        orders: {
          audience: audienceOf(claims),
          accept: ['provider'],
          operations: {
            act: { tenant: 'any', allow: [{ principal: 'user' }, { principal: 'workload' }] },
          },
        },
      },
    });
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}

function audienceOf({ aud, scope }: TokenKind['claims']): string {
  if (Array.isArray(aud)) return textOf(aud[0]);
  if (aud !== undefined) return textOf(aud);
  const server = /(\S+)\/\S+/u.exec(typeof scope === 'string' ? scope : '')?.[1];
  return server ?? AUDIENCE;
}

/** What the profile wants pinned, pinned to what the token says. */
function pinned(profile: ProfileName | undefined, claims: TokenKind['claims']): Partial<IssuerDocument> {
  const names = (profile && PROFILES[profile].mustPin?.claims) ?? [];
  const [first] = names;
  if (first === undefined) return {};
  const name = names.find((each) => typeof claims[each] === 'string') ?? first;
  return { require: { [name]: { equals: textOf(claims[name] ?? 'x') } } };
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`Expected a text, found ${JSON.stringify(value)}.`);
  return value;
}
