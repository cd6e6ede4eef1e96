/** Issuers whose tokens lack something, each with what takes its place: one for each thing, and one that lacks all. */

import type { AcceptedIssuer, IssuerDocument } from '@org/jwt-core/policy';
import type { Alteration } from '../../src/alterations/alteration.js';
import type { AttackCondition } from '../../src/attacks/conditions.js';
import type { ClaimsToSign } from '../../src/index.js';
import { USER } from '../matrix-fixture.js';
import type { Dialect } from './dialect.js';
import { ID_TOKENS_ALONE, WITHOUT_TYP } from './kinds.js';
import { OTHER_AUDIENCE, ROLES_AS_MEMBERS, TWO_AUDIENCES } from './names.js';
import { withoutAud, WITHOUT_SUB } from './parties.js';
import { WITHOUT_IAT, WITHOUT_SHORT_LIFE } from './times.js';

/** An issuer of the policy, and how the attacks on it differ from those on an issuer that lacks nothing. */
export interface LackingIssuer {
  /** Without `iss`, `keys`, `algs` and `tenant`, which all have. */
  readonly document: Omit<IssuerDocument, 'iss' | 'keys' | 'algs' | 'tenant'>;
  /** What each service says of it. */
  readonly accept?: Omit<Exclude<AcceptedIssuer, string>, 'issuer'>;
  /** The path of the operation that it calls: `user-orders` by default. */
  readonly path?: 'user-orders' | 'workload-orders' | 'me';
  /** What differs in the claims of its good tokens. */
  readonly claims?: ClaimsToSign;
  readonly dialect: Dialect;
  /** Conditions of attacks that this issuer cannot meet. */
  readonly without?: readonly AttackCondition[];
  /** Attacks on what takes the place of what is lacking. */
  readonly more?: readonly Alteration[];
  /** The rows that make a good token here: names, or beginnings of names with a slash or a hyphen at the end. */
  readonly harmless?: readonly string[];
  /** The rows that are denied with other codes than elsewhere. */
  readonly otherwise?: readonly string[];
}

const SHOWN = ['client_id', 'scope'];
const BY_SCOPES = 'orders:read orders:write https://orders.example/use';
const WORKLOAD: ClaimsToSign = { ...USER, sub: 'web-shop' };
const CLIENTS = ['web-shop', 'ledger'];
const SHORT_LIFE = { maxLifetime: '30d', until: '2026-06-30' } as const;

/** A good token without `typ`, whatever is elsewhere. */
const NO_TYP = ['typ/missing', 'typ/elsewhere/', 'prototype/header/typ-'];
/** A good token whose `typ` says nothing. */
const PLAIN_TYP = [
  ...[...NO_TYP, 'typ/JWT', 'typ/jwt', 'typ/application/jwt', 'typ/near/second-half'],
  'signature/of/token-with-other-typ',
];
/** A good token with one more claim. A real one of these kinds has neither `client_id` nor `scope`. */
const ONE_MORE_CLAIM = [
  ...['user-info', 'authorisation-response', 'software-statement', 'session-cookie', 'password-reset-link'],
].map((kind) => `other-token/${kind}`);
/** A good token without `iat`, within the skew. */
const NO_IAT = [
  ...['time/missing/iat', 'absence/iat/null', 'prototype/payload/iat-'],
  ...['time/contradictory/exp-at-iat', 'time/contradictory/exp-before-iat'],
  ...['time/contradictory/exp-before-iat-by-a-fraction', 'time/contradictory/exp-before-iat-by-the-skew'],
];
const NO_SUB = [
  'identity/missing/sub',
  'absence/sub/null',
  'absence/sub/empty-string',
  'prototype/payload/sub-',
];
/** A good token without `aud`, whatever is elsewhere. */
const NO_AUD = [
  ...['aud/missing', 'prototype/payload/aud-'],
  ...['upper-case', 'full-name', 'resource', 'azp'].map((name) => `aud/elsewhere/${name}`),
];
/** Longer than a day, and shorter than thirty. */
const LONG_LIFE = ['time/exp/far-more-than-a-day', 'time/iat/long-ago-a-day-ago'];

/** Where spaces separate roles, the right one is among them. */
const ROLES_IN_WORDS = [
  ...['last-word', 'first-word', 'middle-word', 'word-after-two-spaces', 'word-twice', 'space-before'],
  ...['space-after', 'spaces-around', 'comma-list-of-words'],
].map((label) => `grant/role-words/${label}`);

/** Without the claims that show an access token, its type is the first that is denied; with another client, its audience. */
const SHOWN_FIRST = [
  ...['identity/missing/client_id', 'identity/elsewhere/', 'absence/client_id/null', 'absence/scope/null'],
  ...['grant/scope-elsewhere/', 'prototype/payload/client_id-', 'prototype/payload/scope-', 'other-token/'],
];
const CLIENT_FIRST = [
  ...['identity/', 'absence/client_id/', 'prototype/payload/client_id-'],
  'other-token/introspection-response-with-right-typ',
];
const SCOPE_FIRST = [
  ...['grant/', 'absence/scope/', 'prototype/payload/scope-'],
  'other-token/introspection-response-with-right-typ',
];
/** Objects are roles, and texts are not. */
const OTHER_ROLES = ['grant/type/roles-', 'grant/role-words/', 'grant/roles-near/', 'grant/roles-joined/'];

export const LACKING: Readonly<Record<string, LackingIssuer>> = {
  'no-typ': {
    document: { lacks: { typ: { shownBy: SHOWN } } },
    dialect: { typ: undefined },
    more: WITHOUT_TYP,
    harmless: NO_TYP,
    otherwise: SHOWN_FIRST,
  },
  'plain-typ': {
    document: { typ: 'JWT', lacks: { typ: { shownBy: SHOWN } } },
    dialect: { typ: 'JWT' },
    more: WITHOUT_TYP,
    harmless: [...PLAIN_TYP, 'typ/in-payload', ...ONE_MORE_CLAIM],
    otherwise: SHOWN_FIRST,
  },
  'two-types': {
    document: { typ: ['at+jwt', 'application/x-token+jwt'] },
    dialect: { typ: 'x-token+jwt' },
  },
  'id-tokens': {
    document: { tokens: 'id', principal: 'user' },
    path: 'me',
    claims: { ...USER, client_id: undefined, scope: undefined, nonce: 'n' },
    dialect: { typ: 'JWT' },
    without: ['scopes', 'roles', 'roleNames', 'where', 'identity', 'actor', 'auto', 'maxAge'],
    more: ID_TOKENS_ALONE,
    harmless: [
      ...PLAIN_TYP,
      ...ONE_MORE_CLAIM,
      'other-token/id-token',
      'other-token/id-token-without-typ',
      'other-token/id-token-without-client',
    ],
    otherwise: [
      'other-token/',
      'typ/in-payload',
      'duplicate/payload/client_id-',
      'access-token/scope-',
      'access-token/client_id-',
    ],
  },
  'no-iat': {
    document: { typ: 'at+jwt', lacks: { iat: { maxRemaining: '1h' } } },
    dialect: { omits: ['iat'] },
    without: ['maxAge'],
    more: WITHOUT_IAT,
    harmless: NO_IAT,
  },
  'no-sub': {
    document: { typ: 'at+jwt', lacks: { sub: 'workload' } },
    path: 'workload-orders',
    claims: WORKLOAD,
    dialect: { omits: ['sub'] },
    more: WITHOUT_SUB,
    harmless: NO_SUB,
  },
  'no-aud': {
    document: { typ: 'at+jwt', lacks: { aud: { pinnedBy: 'client_id' } } },
    accept: { client_id: CLIENTS },
    dialect: { omits: ['aud'] },
    more: withoutAud('client_id'),
    harmless: NO_AUD,
    otherwise: CLIENT_FIRST,
  },
  'no-aud-by-azp': {
    document: { typ: 'at+jwt', lacks: { aud: { pinnedBy: 'azp' } } },
    accept: { azp: CLIENTS },
    claims: { ...USER, azp: 'web-shop' },
    dialect: { omits: ['aud'] },
    more: withoutAud('azp'),
    harmless: NO_AUD.filter((name) => name !== 'aud/elsewhere/azp'),
    otherwise: [
      'aud/elsewhere/azp',
      'identity/user/with-name-in-sub',
      'other-token/introspection-response-with-right-typ',
    ],
  },
  'aud-in-scopes': {
    document: { typ: 'at+jwt', lacks: { aud: { shownBy: 'scopes' } } },
    claims: { ...USER, scope: BY_SCOPES },
    dialect: { omits: ['aud'] },
    harmless: NO_AUD,
    otherwise: SCOPE_FIRST,
  },
  'long-life': {
    document: { typ: 'at+jwt', lacks: { shortLife: SHORT_LIFE } },
    dialect: {},
    more: WITHOUT_SHORT_LIFE,
    harmless: LONG_LIFE,
  },
  'other-audience': {
    document: { typ: 'at+jwt' },
    claims: { ...USER, aud: OTHER_AUDIENCE },
    dialect: {},
    more: TWO_AUDIENCES,
  },
  'roles-as-words': {
    document: { typ: 'at+jwt', roles: { claim: 'roles', as: 'spaceDelimited' } },
    claims: { ...USER, roles: 'buyer' },
    dialect: {},
    harmless: ROLES_IN_WORDS,
  },
  'roles-as-members': {
    document: { typ: 'at+jwt', roles: { claim: 'roles', as: 'memberNames' } },
    dialect: { rolesAsMembers: true },
    more: ROLES_AS_MEMBERS,
    otherwise: OTHER_ROLES,
  },
  'lacks-all': {
    document: {
      roles: { claim: 'roles', as: 'memberNames' },
      lacks: {
        typ: { shownBy: SHOWN },
        iat: { maxRemaining: '1h' },
        sub: 'workload',
        aud: { pinnedBy: 'client_id' },
        shortLife: SHORT_LIFE,
      },
    },
    accept: { client_id: CLIENTS },
    path: 'workload-orders',
    claims: WORKLOAD,
    dialect: { typ: undefined, omits: ['iat', 'sub', 'aud'], rolesAsMembers: true },
    without: ['maxAge'],
    more: [
      ...WITHOUT_TYP,
      ...withoutAud('client_id'),
      ...WITHOUT_IAT,
      ...WITHOUT_SUB,
      ...TWO_AUDIENCES,
      ...ROLES_AS_MEMBERS,
    ],
    harmless: [
      ...NO_TYP,
      'other-token/service-account-token',
      ...NO_IAT,
      'time/iat/long-ago-a-day-ago',
      'remaining/measured-by-iat',
      ...NO_SUB,
      ...NO_AUD,
    ],
    otherwise: [...SHOWN_FIRST, ...CLIENT_FIRST, ...OTHER_ROLES, 'client/absent/', 'client/elsewhere/'],
  },
};
