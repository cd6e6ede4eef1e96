/** What each profile makes of each kind of token: one cell at a time, with an issuer that welcomes it as far as a document can. */

import type { Algorithm } from '../src/jose/algorithms.js';
import type { AcceptedIssuer, IssuerDocument, ProfileName } from '../src/policy/document/document.js';
import { PROFILE_NAMES } from '../src/policy/document/profile-names.js';
import type { Jwk } from '../src/jose/jwk.js';
import { definePolicy, type Policy } from '../src/policy/policy.js';
import { PolicyError } from '../src/policy/policy-error.js';
import { PROFILES } from '../src/policy/model/profiles.js';
import { createVerifier } from '../src/verify/create-verifier.js';
import { createSigner, NOW, type Signer } from './mint.js';
import { asking } from './orders.js';
import { PROVIDER_TOKENS } from './provider-tokens.js';
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

/** The standards, and what needs more than an `iss`. */
const SPECIAL: Readonly<Partial<Record<ProfileName, Omit<Column, 'name' | 'profile'>>>> = {
  rfc9068: withoutProfile,
  'oidc-id-token': withoutProfile,
  'spiffe-jwt-svid': { iss: NEUTRAL, rest: { algs: ['RS256'], trustDomain: 'prod.example' } },
  'kubernetes-sa': { iss: 'https://k8s.acme.example' },
  auth0: { iss: 'https://login.acme.example/' },
  // The document tells its kinds of subject apart.
  openauth: {
    iss: 'https://auth.acme.example',
    rest: { principal: { user: { type: { equals: 'user' } }, workload: { type: { equals: 'robot' } } } },
  },
};

/** A column for each profile, with the `iss` of its documented token; two where the document must say who is meant. */
function columnsOf(profile: ProfileName): readonly Column[] {
  const { issuer, noPrincipal } = PROFILES[profile];
  const documented = PROVIDER_TOKENS.find((each) => each.profile === profile);
  const { iss, rest = {} } = SPECIAL[profile] ?? { iss: textOf(documented?.claims['iss']) };
  const isKnown =
    rest.principal !== undefined || (noPrincipal === undefined && issuer.principal !== 'marked');
  if (isKnown) return [{ name: profile, profile, iss, rest }];
  return (['user', 'workload'] as const).map((principal) => ({
    name: `${profile}, ${principal}s`,
    profile,
    iss,
    rest: { ...rest, principal },
  }));
}

/** Every profile, and the issuers that name none. */
export const COLUMNS: readonly Column[] = [
  ...PROFILE_NAMES.flatMap(columnsOf),
  { name: 'no profile, at+jwt', iss: NEUTRAL, rest: { algs: ['RS256'], typ: 'at+jwt' } },
  { name: 'no profile, users', iss: NEUTRAL, rest: { algs: ['RS256'], typ: 'JWT', principal: 'user' } },
  {
    name: 'no profile, workloads',
    iss: NEUTRAL,
    rest: { algs: ['RS256'], typ: 'JWT', principal: 'workload' },
  },
];

/** An audience that nearly every profile takes: Entra's must be a GUID. */
const AUDIENCE = '6e74172b-be56-4843-9ff4-e66a39bb12e3';

function audienceFor(profile: ProfileName | undefined): string {
  const rejected = profile && PROFILES[profile].rejectedAudiences?.pattern;
  if (rejected?.test(AUDIENCE) !== true) return AUDIENCE;
  return PROVIDER_TOKENS.find((each) => each.profile === profile)?.audience ?? AUDIENCE;
}

/**
 * `issuer`: the issuer has the token's own `iss` and audience, where that loads. `claims`: the token has those of the
 * issuer, so that its header and its other claims decide alone.
 */
export type Variant = 'issuer' | 'claims';

const signers = new Map<Algorithm, Promise<Signer>>();

/** The first algorithm of the profile that needs no key of its own kind for each column: RS256 wherever it is taken. */
function signerFor({ profile }: Column): Promise<Signer> {
  const algs = (profile && PROFILES[profile].issuer.algs) ?? ['RS256'];
  const [alg = 'RS256'] = algs.includes('RS256') ? [] : algs;
  const signer = signers.get(alg) ?? createSigner(alg);
  signers.set(alg, signer);
  return signer;
}

/** One cell: who the token speaks of, `-` where the policy does not load, else the code of the denial. */
export async function cell(kind: TokenKind, column: Column, variant: Variant): Promise<string> {
  const { jwk, ...issuer } = await signerFor(column);
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
  const aud = audienceFor(profile);
  return {
    ...claims,
    ...('iss' in claims ? { iss } : {}),
    ...(isScoped ? {} : { aud }),
    ...('azp' in claims && claims['azp'] === claims['aud'] ? { azp: aud } : {}),
  };
}

function policyFor(kind: TokenKind, column: Column, key: Jwk): Policy | undefined {
  const { claims } = kind;
  const { profile, iss, rest } = column;
  const jwk = profile === 'spiffe-jwt-svid' ? { ...key, use: 'jwt-svid' } : key;
  const ownIss = claims['iss'] === undefined ? {} : { iss: textOf(claims['iss']) };
  const issuer: IssuerDocument = {
    ...(profile === undefined ? {} : { profile }),
    ...(profile === 'spiffe-jwt-svid' ? ownIss : { iss, ...ownIss }),
    keys: { jwks: { keys: [jwk] } },
    ...rest,
    ...pinned(column, kind),
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
          accept: [acceptance(profile, claims)],
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

/** A service takes the tokens of the clients that it lists, where the profile's tokens name no audience. */
function acceptance(profile: ProfileName | undefined, claims: TokenKind['claims']): AcceptedIssuer {
  const aud = profile && PROFILES[profile].issuer.lacks?.aud;
  if (aud === undefined || !('pinnedBy' in aud)) return 'provider';
  return { issuer: 'provider', [aud.pinnedBy]: [textOf(claims[aud.pinnedBy] ?? 'x')] };
}

/**
 * What the profile wants pinned, pinned to what the token says. Where nothing else tells a person from a program, the
 * document pins the clients of the one, and a token of the other has another client.
 */
function pinned({ profile, rest }: Column, { claims, home, speaksOf }: TokenKind): Partial<IssuerDocument> {
  if (profile === undefined) return {};
  const { mustPin, noPrincipal } = PROFILES[profile];
  const names = mustPin?.claims ?? [];
  const [first] = names;
  if (first === undefined) return {};
  const name = names.find((each) => typeof claims[each] === 'string') ?? first;
  const isOther = (speaksOf === 'program') === (rest?.principal === 'user');
  const isPinnedToOther = noPrincipal !== undefined && home === profile && isOther;
  return { require: { [name]: { equals: isPinnedToOther ? 'x' : textOf(claims[name] ?? 'x') } } };
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`Expected a text, found ${JSON.stringify(value)}.`);
  return value;
}
