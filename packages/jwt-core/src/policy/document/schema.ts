/** The shape of the policy document: which keys can be where. References are checked in `checks/`. */

import * as v from 'valibot';
import type { PolicyDocument, TenantSource } from './document.js';
import { expected } from './expected.js';
import type { ClientClaim } from './provider.js';
import { check, says } from './schema-check.js';
import { credentials, queryCredential } from './schema-credentials.js';
import { issuer } from './schema-issuer.js';
import { limitsAt } from './schema-limits.js';
import { claimMatchers } from './schema-matchers.js';
import { schemaOf } from './schema-of.js';
import {
  date,
  distinctTexts,
  grants,
  list,
  mapping,
  named,
  notYet,
  oneOf,
  scopes,
  tenants,
  text,
} from './schema-parts.js';

const identity = v.pipe(
  mapping('an identity', {
    issuer: text('the name of an issuer'),
    require: v.optional(claimMatchers),
    actor: v.optional(claimMatchers),
    owner: text('who answers for this identity'),
    reviewBy: date,
  }),
  check(
    (value) => value.require !== undefined || value.actor !== undefined,
    'Expected require or actor: an identity without a matcher would be every token of its issuer.',
    { anyOf: [{ required: ['require'] }, { required: ['actor'] }] },
  ),
);

const rule = v.pipe(
  mapping('a rule, such as { principal: user, scopes: [orders:read] }', {
    principal: v.optional(oneOf(['user', 'workload'])),
    issuer: v.optional(text('the name of an issuer')),
    identity: v.optional(text('the name of an identity')),
    actor: v.optional(claimMatchers),
    scopes: v.optional(scopes),
    roles: v.optional(grants('role')),
    where: v.optional(claimMatchers),
  }),
  check(
    ({ principal, issuer, identity }) => ((principal ?? issuer) === undefined) !== (identity === undefined),
    'A rule says who may: write principal: user or principal: workload, with or without issuer: NAME (one of issuers); or issuer: NAME alone; or identity: NAME (one of identities) alone. Without it, the rule would mean nothing.',
    {
      oneOf: [{ required: ['identity'] }, { anyOf: [{ required: ['principal'] }, { required: ['issuer'] }] }],
    },
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
  ) as v.GenericSchema<TenantSource>,
);

const operation = mapping('an operation', {
  route: v.optional(v.pipe(text('METHOD /path/{parameter}'), says({ examples: ['GET /orders/{id}'] }))),
  auth: v.optional(oneOf(['required', 'optional', 'public'])),
  tenant: v.optional(oneOf(['any'])),
  tenantFrom,
  credentials: v.optional(queryCredential),
  ...limitsAt('operation'),
  mode: v.optional(oneOf(['enforce', 'shadow'])),
  shadowUntil: v.optional(date),
  allow: v.optional(list(rule, 'rules')),
  binding: notYet('binding'),
  stepUp: notYet('stepUp'),
});

/** A list, while a service has two names. */
const audience = v.union(
  [text('the string that aud must contain'), distinctTexts('audience')],
  expected('the string that aud must contain, or a list of strings: one of them'),
);

const clients = v.optional(distinctTexts('client'));

const accepted = v.union(
  [
    text('the name of an issuer'),
    v.pipe(
      v.strictObject({
        issuer: text('the name of an issuer'),
        audience: v.optional(audience),
        client_id: clients,
        azp: clients,
        cid: clients,
      } satisfies Record<'issuer' | 'audience' | ClientClaim, unknown>),
      check(
        (value) => Object.keys(value).length > 1,
        'Expected the audience that this issuer writes, or its clients; without them, the name of the issuer alone.',
        { minProperties: 2 },
      ),
    ),
  ],
  expected('the name of an issuer, or { issuer: NAME, audience: STRING }'),
);

const service = mapping('a service', {
  audience,
  accept: list(accepted, 'issuers'),
  tenants: v.optional(tenants),
  tenantFrom,
  credentials: v.optional(credentials),
  ...limitsAt('service'),
  operations: v.optional(named(operation, 'operations')),
  binding: notYet('binding'),
  stepUp: notYet('stepUp'),
});

const metadata = mapping('metadata with a name', {
  name: text('the name of the policy'),
  revision: v.optional(text('a revision')),
  owner: v.optional(text('an owner')),
  environment: v.optional(text('an environment')),
});

const waiver = mapping('a waiver, { rule, at, reason, owner, expires }', {
  rule: v.pipe(text('the id of a rule'), v.regex(/^JP\d{3}$/u, expected('the id of a rule, such as JP005'))),
  at: v.pipe(
    text('a JSON Pointer'),
    v.regex(
      /^\/(?:[^~/]|~[01])(?:[^~]|~[01])*$/u,
      expected('a JSON Pointer to a place of this document, such as /services/orders'),
    ),
  ),
  reason: text('why the finding is accepted'),
  owner: text('who answers for it'),
  expires: date,
});

const defaults = mapping('limits', { ...limitsAt('defaults') });

/** The document, version 1. */
export const policySchema: v.GenericSchema<PolicyDocument> = schemaOf<PolicyDocument>()(
  mapping('a policy document: a mapping with apiVersion, kind, metadata, issuers and services', {
    apiVersion: v.literal('jwt-policy/v1', expected('apiVersion: jwt-policy/v1')),
    kind: v.literal('JwtPolicy', expected('kind: JwtPolicy')),
    metadata,
    defaults: v.optional(defaults),
    issuers: named(issuer, 'issuers'),
    identities: v.optional(named(identity, 'identities')),
    services: named(service, 'services'),
    waivers: v.optional(list(waiver, 'waivers')),
  }),
);
