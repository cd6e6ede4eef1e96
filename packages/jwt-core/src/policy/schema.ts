/** The shape of the policy document: what may stand where. What refers to what is checked in `check.ts`. */

import * as v from 'valibot';
import { ASYMMETRIC_ALGORITHMS, HMAC_ALGORITHMS } from './algorithms.js';
import { expected } from './expected.js';
import {
  claim,
  claimMatchers,
  clockSkew,
  distinctTexts,
  grants,
  list,
  maxAge,
  maxLifetime,
  maxTokenBytes,
  named,
  notYet,
  oneOf,
  scopes,
  text,
} from './schema-parts.js';

const secret = v.pipe(
  v.strictObject(
    {
      env: v.optional(
        v.pipe(
          text('the name of an environment variable'),
          v.regex(
            /^[A-Za-z_][A-Za-z0-9_]*$/u,
            'Expected the name of an environment variable, not the secret itself.',
          ),
        ),
      ),
      file: v.optional(text('a file')),
      encoding: v.optional(oneOf(['utf8', 'base64', 'base64url'])),
    },
    'Expected a reference to the secret, { env: NAME } or { file: path }. A secret never stands in the document.',
  ),
  v.check(
    (value) => (value.env === undefined) !== (value.file === undefined),
    'Expected exactly one of env and file.',
  ),
);

const keys = v.pipe(
  v.strictObject(
    {
      discovery: v.optional(oneOf(['oidc', 'oauth'])),
      jwksUri: v.optional(text('the URL of a JWK Set')),
      jwks: v.optional(
        v.strictObject(
          { keys: list(v.looseObject({ kty: text('a key type') }, expected('a JWK')), 'JWKs') },
          expected('a JWK Set, { keys: [...] }'),
        ),
      ),
      file: v.optional(text('a file')),
      secret: v.optional(secret),
    },
    expected('where the keys are, such as { discovery: oidc }'),
  ),
  v.check(
    (value) => Object.keys(value).length === 1,
    'Expected exactly one of discovery, jwksUri, jwks, file and secret.',
  ),
);

const issuer = v.strictObject(
  {
    iss: text('the exact iss of the tokens'),
    keys,
    algs: v.pipe(
      list(oneOf([...ASYMMETRIC_ALGORITHMS, ...HMAC_ALGORITHMS]), 'algorithms'),
      v.check((values) => new Set(values).size === values.length, 'The same algorithm stands here twice.'),
    ),
    type: v.pipe(
      text('the typ of the tokens, such as at+jwt'),
      v.regex(/^[A-Za-z0-9!#$&^_.+/-]+$/u, expected('a media type without parameters, such as at+jwt')),
    ),
    principal: v.optional(oneOf(['user', 'workload', 'auto'])),
    tenant: v.optional(claim),
    scopes: v.optional(claim),
    roles: v.optional(claim),
    require: v.optional(claimMatchers),
    clockSkew,
    maxLifetime,
    profile: notYet('profile'),
    trustDomain: notYet('trustDomain'),
    tenants: notYet('A list of tenants for one issuer'),
  },
  expected('an issuer'),
);

/** `Date.parse` alone would take February 30th for March 2nd. */
const isDate = (value: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/u.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value);

const date = v.pipe(
  v.string(expected('a date, YYYY-MM-DD')),
  v.check(isDate, expected('a date that exists, YYYY-MM-DD')),
);

const identity = v.pipe(
  v.strictObject(
    {
      issuer: text('the name of an issuer'),
      require: v.optional(claimMatchers),
      actor: v.optional(claimMatchers),
      owner: text('who answers for this identity'),
      reviewBy: date,
    },
    expected('an identity'),
  ),
  v.check(
    (value) => value.require !== undefined || value.actor !== undefined,
    'Expected require or actor: an identity without a matcher would be every token of its issuer.',
  ),
);

const rule = v.pipe(
  v.strictObject(
    {
      principal: v.optional(oneOf(['user', 'workload'])),
      identity: v.optional(text('the name of an identity')),
      actor: v.optional(claimMatchers),
      scopes: v.optional(scopes),
      roles: v.optional(grants('role')),
      where: v.optional(claimMatchers),
    },
    expected('a rule, such as { principal: user, scopes: [orders:read] }'),
  ),
  v.check(
    (value) => (value.principal === undefined) !== (value.identity === undefined),
    'Expected exactly one of principal (user or workload) and identity (a name under identities).',
  ),
);

const tenantFrom = v.optional(
  v.pipe(
    text('path.NAME, header.NAME or host.INDEX'),
    v.regex(
      /^(?:path\.[A-Za-z][A-Za-z0-9_]*|header\.[A-Za-z0-9!#$%&'*+.^_`|~-]+|host\.\d{1,2})$/u,
      expected('path.NAME, header.NAME or host.INDEX (labels count from 0)'),
    ),
  ),
);

const operation = v.strictObject(
  {
    route: v.optional(text('METHOD /path/{parameter}')),
    auth: v.optional(oneOf(['required', 'optional', 'public'])),
    tenant: v.optional(oneOf(['any'])),
    tenantFrom,
    maxAge,
    maxLifetime,
    allow: v.optional(list(rule, 'rules')),
    binding: notYet('binding'),
    stepUp: notYet('stepUp'),
    mode: notYet('mode'),
    shadowUntil: notYet('shadowUntil'),
  },
  expected('an operation'),
);

const accepted = v.union(
  [
    text('the name of an issuer'),
    v.strictObject({ issuer: text('the name of an issuer'), audience: text('an audience') }),
  ],
  expected('the name of an issuer, or { issuer: NAME, audience: STRING }'),
);

const service = v.strictObject(
  {
    audience: text('the one string that aud must contain'),
    audienceMode: v.optional(oneOf(['contains', 'exclusive'])),
    accept: list(accepted, 'issuers'),
    tenants: v.optional(distinctTexts('tenant')),
    tenantFrom,
    clockSkew,
    maxAge,
    maxLifetime,
    maxTokenBytes,
    operations: named(operation, 'operations'),
    binding: notYet('binding'),
    stepUp: notYet('stepUp'),
  },
  expected('a service'),
);

/** The document, version 1. */
export const policySchema: v.GenericSchema = v.strictObject(
  {
    apiVersion: v.literal('jwt-policy/v1', expected('apiVersion: jwt-policy/v1')),
    kind: v.literal('JwtPolicy', expected('kind: JwtPolicy')),
    metadata: v.strictObject(
      {
        name: text('the name of the policy'),
        revision: v.optional(text('a revision')),
        owner: v.optional(text('an owner')),
        environment: v.optional(text('an environment')),
      },
      expected('metadata with a name'),
    ),
    defaults: v.optional(
      v.strictObject({ clockSkew, maxLifetime, maxAge, maxTokenBytes }, expected('limits')),
    ),
    issuers: named(issuer, 'issuers'),
    identities: v.optional(named(identity, 'identities')),
    services: named(service, 'services'),
  },
  expected('a policy document: a mapping with apiVersion, kind, metadata, issuers and services'),
);
