/**
 * Every kind of token that the providers of the profiles sign, and those of other issuers that programs have: what the
 * documented tokens of `provider-tokens.ts` are, what their variants are, and the kinds that no profile is for.
 */

import { OTHER_TOKENS } from './other-tokens.js';
import type { ProviderToken } from './provider-token.js';
import { PROVIDER_TOKENS } from './provider-tokens.js';
import type { Members, TokenKind } from './token-kind.js';

/** `undefined` removes a member. */
function defined(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

type Rest = Pick<TokenKind, 'speaksOf'> & {
  readonly of: string;
  readonly variant?: string;
  readonly header?: Members;
  readonly claims?: Members;
};

/** A documented token, one of its variants, or one that differs from it further. */
function documented(name: string, { of, variant, header, claims, speaksOf }: Rest): TokenKind {
  const provider = PROVIDER_TOKENS.find((each) => each.name === of);
  const found = provider?.variants.find((each) => each.name === variant);
  if (provider === undefined || (variant !== undefined && found === undefined)) {
    throw new Error(`No documented token ${of} ${variant ?? ''}.`);
  }
  return {
    name,
    home: provider.profile,
    speaksOf,
    header: defined({ ...provider.header, ...found?.header, ...header }),
    claims: defined({ ...provider.claims, ...found?.claims, ...claims }),
  };
}

const person = { speaksOf: 'person' } as const;
const program = { speaksOf: 'program' } as const;
const neither = { speaksOf: 'neither' } as const;

const LOGOUT: Members = {
  events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  nonce: undefined,
};

const OPENID: readonly TokenKind[] = [
  documented('RFC 9068: a person', { of: 'an access token of RFC 9068', ...person }),
  documented('RFC 9068: a client', {
    of: 'an access token of RFC 9068',
    variant: 'of a client for itself (§5)',
    ...program,
  }),
  documented('OpenID: an ID token', { of: 'an ID token of OpenID Connect', ...person }),
  documented('OpenID: an ID token with typ', {
    of: 'an ID token of OpenID Connect',
    variant: 'with a typ',
    ...person,
  }),
  documented('OpenID: a logout token', {
    of: 'an ID token of OpenID Connect',
    header: { typ: 'JWT' },
    claims: LOGOUT,
    ...neither,
  }),
];

const ENTRA = 'an access token of Entra, v2.0';
const ENTRA_APP = 'of an application for itself';
const OBJECT = '690222be-ff1a-4d56-abd1-7e4f7d38e474';
const MICROSOFT: readonly TokenKind[] = [
  documented('Entra: a person', { of: ENTRA, ...person }),
  documented('Entra: an app', { of: ENTRA, variant: ENTRA_APP, ...program }),
  documented('Entra: an app, no idtyp', {
    of: ENTRA,
    variant: ENTRA_APP,
    claims: { idtyp: undefined, oid: OBJECT, sub: OBJECT },
    ...program,
  }),
  documented('Entra: an app, no role', {
    of: ENTRA,
    variant: ENTRA_APP,
    claims: { idtyp: undefined, roles: undefined },
    ...program,
  }),
  documented('Entra: an ID token', {
    of: ENTRA,
    claims: { azp: undefined, azpacr: undefined, scp: undefined, nonce: '12345' },
    ...person,
  }),
  documented('Entra: v1.0, no idtyp', {
    of: 'an access token of Entra, v1.0',
    variant: ENTRA_APP,
    claims: { idtyp: undefined },
    ...program,
  }),
];

const AUTH0 = 'an access token of Auth0';
const MACHINE = 'awZfdIir8YFdGZWkvCejDoUb7SjTDicx';

const AUTH0_KINDS: readonly TokenKind[] = [
  documented('Auth0: a person', { of: AUTH0, ...person }),
  documented('Auth0: a person, at+jwt', { of: AUTH0, variant: 'in the dialect of RFC 9068', ...person }),
  documented('Auth0: a person, no scope', {
    of: AUTH0,
    claims: { aud: 'https://example.com/health-api', scope: undefined, permissions: ['read:patients'] },
    ...person,
  }),
  documented('Auth0: a machine', { of: AUTH0, variant: 'of a machine', ...program }),
  documented('Auth0: a machine, at+jwt', {
    of: AUTH0,
    variant: 'in the dialect of RFC 9068',
    claims: { aud: 'https://example.com/health-api', sub: `${MACHINE}@clients`, client_id: MACHINE },
    ...program,
  }),
  documented('Auth0: an ID token', {
    of: AUTH0,
    claims: { aud: 'my_client_id', azp: undefined, scope: undefined, name: 'Alice' },
    ...person,
  }),
  documented('Auth0: a logout token', {
    of: AUTH0,
    header: { typ: 'logout+jwt' },
    claims: { aud: 'my_client_id', azp: undefined, scope: undefined, ...LOGOUT },
    ...neither,
  }),
];

const KEYCLOAK = 'an access token of Keycloak';
const ACCOUNT = 'of a service account';
const ID: Members = { typ: 'ID', aud: 'orders', azp: 'orders', scope: undefined, realm_access: undefined };

const KEYCLOAK_KINDS: readonly TokenKind[] = [
  documented('Keycloak: a person', { of: KEYCLOAK, ...person }),
  documented('Keycloak: a person, at+jwt', { of: KEYCLOAK, variant: 'with the typ of RFC 9068', ...person }),
  documented('Keycloak: a service account', { of: KEYCLOAK, variant: ACCOUNT, ...program }),
  documented('Keycloak: account, at+jwt', {
    of: KEYCLOAK,
    variant: ACCOUNT,
    header: { typ: 'at+jwt' },
    ...program,
  }),
  documented('Keycloak: account, no name', {
    of: KEYCLOAK,
    variant: ACCOUNT,
    header: { typ: 'at+jwt' },
    claims: { preferred_username: undefined },
    ...program,
  }),
  documented('Keycloak: an ID token', { of: KEYCLOAK, claims: ID, ...person }),
  documented('Keycloak: account, ID token', {
    of: KEYCLOAK,
    variant: ACCOUNT,
    claims: { ...ID, client_id: undefined, clientHost: undefined, clientAddress: undefined },
    ...program,
  }),
  documented('Keycloak: a refresh token', {
    of: KEYCLOAK,
    claims: { typ: 'Refresh', aud: 'https://sso.acme.example/realms/shop', realm_access: undefined },
    ...neither,
  }),
  documented('Keycloak: an offline token', { of: KEYCLOAK, claims: { typ: 'Offline' }, ...neither }),
  documented('Keycloak: a logout token', {
    of: KEYCLOAK,
    claims: { ...LOGOUT, typ: 'Logout', aud: 'orders', azp: undefined, scope: undefined },
    ...neither,
  }),
];

const COGNITO = 'an access token of Cognito';
const GOOGLE_USER = 'an ID token of a Google account';
const GOOGLE_ACCOUNT = 'an ID token of a Google service account';

const CLOUDS: readonly TokenKind[] = [
  documented('Cognito: a person', { of: COGNITO, ...person }),
  documented('Cognito: a machine', { of: COGNITO, variant: 'of a machine', ...program }),
  documented('Cognito: an ID token', {
    of: COGNITO,
    claims: { token_use: 'id', aud: 'xxxxxxxxxxxxexample', client_id: undefined, scope: undefined },
    ...person,
  }),
  // https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html
  documented('Cognito: a guest', {
    of: 'an ID token of OpenID Connect',
    claims: { iss: 'https://cognito-identity.amazonaws.com', amr: ['unauthenticated'] },
    ...neither,
  }),
  documented('Google: a person', { of: GOOGLE_USER, ...person }),
  documented('Google: a service account', { of: GOOGLE_ACCOUNT, ...program }),
  documented('Google: account, by key', {
    of: GOOGLE_ACCOUNT,
    variant: 'that was got with a key',
    ...program,
  }),
  documented('Google: account, no address', {
    of: GOOGLE_ACCOUNT,
    variant: 'without its address',
    ...program,
  }),
];

const PROJECTED = 'a projected service account token';
const SVID = 'a JWT-SVID';

const CLUSTERS: readonly TokenKind[] = [
  documented('Kubernetes: a pod', { of: PROJECTED, ...program }),
  documented('Kubernetes: a pod, typ', { of: PROJECTED, variant: 'of an external signer', ...program }),
  documented('Kubernetes: a pod of EKS', {
    of: PROJECTED,
    claims: { iss: 'https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF' },
    ...program,
  }),
  documented('Kubernetes: a legacy token', {
    of: PROJECTED,
    claims: {
      iss: 'kubernetes/serviceaccount',
      aud: undefined,
      exp: undefined,
      iat: undefined,
      nbf: undefined,
      'kubernetes.io': undefined,
      'kubernetes.io/serviceaccount/namespace': 'shop',
      'kubernetes.io/serviceaccount/service-account.name': 'ledger',
    },
    ...program,
  }),
  documented('SPIFFE: a JWT-SVID', { of: SVID, ...program }),
  documented('SPIFFE: an SVID with iss', {
    of: 'a JWT-SVID with an iss (SPIRE with jwt_issuer)',
    ...program,
  }),
];

const WORKFLOWS: readonly TokenKind[] = [
  documented('GitHub: a workflow', { of: 'a token of a GitHub workflow', ...program }),
  documented('GitHub: its own sub', {
    of: 'a token of a GitHub workflow',
    variant: 'with a sub of the organization’s making',
    ...program,
  }),
  documented('GitHub: an enterprise', {
    of: 'a token of an enterprise with an issuer of its own',
    ...program,
  }),
];

/** The token, the program's and the ID token of a provider whose kinds are these. */
function kindsOf({
  name: of,
  matrix,
  principal,
  profile: home,
  idToken,
}: ProviderToken): readonly TokenKind[] {
  if (matrix === undefined) return [];
  const { name, program: variant } = matrix;
  const isPerson = principal === 'user';
  return [
    documented(`${name}: a ${isPerson ? 'person' : 'program'}`, {
      of,
      ...(isPerson ? person : program),
    }),
    ...(variant === undefined ? [] : [documented(`${name}: a program`, { of, variant, ...program })]),
    ...(idToken === undefined
      ? []
      : [
          {
            ...person,
            name: `${name}: an ID token`,
            home,
            header: defined(idToken.header),
            claims: defined(idToken.claims),
          },
        ]),
  ];
}

/** All of them. */
export const TOKEN_KINDS: readonly TokenKind[] = [
  ...OPENID,
  ...MICROSOFT,
  ...AUTH0_KINDS,
  ...KEYCLOAK_KINDS,
  ...CLOUDS,
  ...CLUSTERS,
  ...WORKFLOWS,
  ...PROVIDER_TOKENS.flatMap(kindsOf),
  ...OTHER_TOKENS,
];
