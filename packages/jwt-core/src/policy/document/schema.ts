/** The shape of the policy document: what may stand where. What refers to what is checked in `check.ts`. */

import * as v from 'valibot';
import { expected } from './expected.js';
import { check, exactlyOneOf, says } from './schema-check.js';
import { issuer } from './schema-issuer.js';
import {
  claimMatchers,
  clockSkew,
  date,
  grants,
  list,
  maxAge,
  maxLifetime,
  maxTokenBytes,
  named,
  notYet,
  oneOf,
  scopes,
  tenants,
  text,
} from './schema-parts.js';

const audienceMode = v.optional(oneOf(['contains', 'exclusive']));

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
  check(
    (value) => value.require !== undefined || value.actor !== undefined,
    'Expected require or actor: an identity without a matcher would be every token of its issuer.',
    { anyOf: [{ required: ['require'] }, { required: ['actor'] }] },
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
  check(
    (value) => (value.principal === undefined) !== (value.identity === undefined),
    'A rule says who may: write exactly one of principal: user, principal: workload and identity: NAME (one of identities). Without it, the rule would mean nothing.',
    exactlyOneOf('principal', 'identity'),
  ),
);

const tenantFrom = v.optional(
  v.pipe(
    text('path.NAME, header.NAME or host.INDEX'),
    v.regex(
      /^(?:path\.[A-Za-z][A-Za-z0-9_]*|header\.[A-Za-z0-9!#$%&'*+.^_`|~-]+|host\.\d{1,2})$/u,
      expected('path.NAME, header.NAME or host.INDEX (labels count from 0)'),
    ),
    check(
      (value) => !/^header\.(?:(?:proxy-)?authorization|(?:set-)?cookie)$/iu.test(value),
      'Expected a header that names the tenant: this one carries credentials.',
      {},
    ),
    says({ examples: ['path.tenant', 'header.x-tenant', 'host.0'] }),
  ),
);

const operation = v.strictObject(
  {
    route: v.optional(v.pipe(text('METHOD /path/{parameter}'), says({ examples: ['GET /orders/{id}'] }))),
    auth: v.optional(oneOf(['required', 'optional', 'public'])),
    tenant: v.optional(oneOf(['any'])),
    tenantFrom,
    maxAge,
    maxLifetime,
    mode: v.optional(oneOf(['enforce', 'shadow'])),
    shadowUntil: v.optional(date),
    allow: v.optional(list(rule, 'rules')),
    binding: notYet('binding'),
    stepUp: notYet('stepUp'),
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
    audienceMode,
    accept: list(accepted, 'issuers'),
    tenants: v.optional(tenants),
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
      v.strictObject({ clockSkew, maxLifetime, maxAge, maxTokenBytes, audienceMode }, expected('limits')),
    ),
    issuers: named(issuer, 'issuers'),
    identities: v.optional(named(identity, 'identities')),
    services: named(service, 'services'),
  },
  expected('a policy document: a mapping with apiVersion, kind, metadata, issuers and services'),
);
