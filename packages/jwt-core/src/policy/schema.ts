/** The shape of the policy document: what may stand where. What refers to what is checked in `check.ts`. */

import * as v from 'valibot';
import { didYouMean, listed } from './suggest.js';
import { ASYMMETRIC_ALGORITHMS, HMAC_ALGORITHMS } from './algorithms.js';
import type { PolicyDocument } from './document.js';
import { CEILINGS, parseDuration } from './limits.js';
import { pointerTo, type PolicyProblem } from './problems.js';

const found = (input: unknown): string => {
  if (input === undefined) return 'nothing';
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a mapping';
  const text = String(input as string | number | boolean);
  return typeof input === 'string' ? `"${text.slice(0, 60)}"` : `the ${typeof input} ${text}`;
};

/** `expected …, found …`, and a hint that helps with the usual cause. */
const expected =
  (what: string, hint = '') =>
  (issue: { readonly input: unknown }): string =>
    `Expected ${what}, found ${found(issue.input)}.${hint}`;

const UNSET = /^(?:undefined|null|NaN|\[object Object\])$/u;

const text = (what: string) =>
  v.pipe(
    v.string(expected(what, ' Quote it if it looks like a number or a boolean.')),
    v.nonEmpty(`Expected ${what}, found an empty string. Is an environment variable unset?`),
    v.check(
      (value) => !UNSET.test(value),
      (issue) => `Expected ${what}, found ${found(issue.input)}. Is an environment variable unset?`,
    ),
    v.check(
      (value) => !value.includes('${'),
      `Expected ${what}. \${…} is not replaced in a policy document: write the value itself.`,
    ),
  );

const oneOf = <const Options extends readonly string[]>(options: Options) =>
  v.picklist(options, (issue) => {
    const near = typeof issue.input === 'string' ? didYouMean(issue.input, options) : '';
    return `Expected one of ${options.join(', ')}, found ${found(issue.input)}.${near}`;
  });

const list = <Item extends v.GenericSchema>(item: Item, what: string) =>
  v.pipe(
    v.array(item, expected(`a list of ${what}`)),
    v.nonEmpty(`Expected at least one entry in this list of ${what}.`),
  );

const distinctTexts = (what: string) =>
  v.pipe(
    list(text(what), `${what}s`),
    v.check((values) => new Set(values).size === values.length, 'The same entry stands here twice.'),
  );

const notYet = (what: string) => v.optional(v.never(`${what} is not supported yet. Remove it.`));

const duration = (ceiling: number, least: number, ceilingText: string) =>
  v.pipe(
    v.string(expected('a duration with a unit, such as 5s, 10m or 1h')),
    v.check((value) => parseDuration(value) !== undefined, expected('a duration with a unit, such as 5s, 10m or 1h')),
    v.check((value) => (parseDuration(value) ?? least) >= least, 'Expected a duration longer than zero.'),
    v.check((value) => (parseDuration(value) ?? 0) <= ceiling, expected(`at most ${ceilingText}`)),
  );

const clockSkew = v.optional(duration(CEILINGS.clockSkew, 0, '60s'));
const maxLifetime = v.optional(duration(CEILINGS.maxLifetime, 1, '24h'));
const maxAge = v.optional(duration(CEILINGS.maxAge, 1, '24h'));
const maxTokenBytes = v.optional(
  v.pipe(
    v.number(expected('a number of bytes')),
    v.integer(expected('a whole number of bytes')),
    v.minValue(256, expected('at least 256 bytes')),
    v.maxValue(CEILINGS.maxTokenBytes, expected(`at most ${String(CEILINGS.maxTokenBytes)} bytes`)),
  ),
);

const NAME = /^[A-Za-z][A-Za-z0-9._-]{0,63}$/u;
const name = v.pipe(
  v.string(),
  v.regex(NAME, expected('a name of at most 64 letters, digits, dots, dashes and underscores that starts with a letter')),
);
const named = <Value extends v.GenericSchema>(value: Value, what: string) =>
  v.pipe(
    v.record(name, value, expected(`a mapping of names to ${what}`)),
    v.check((entries) => Object.keys(entries).length > 0, `Expected at least one entry under ${what}.`),
  );

const claim = v.pipe(
  text('the name of a claim'),
  v.check(
    (value) => !/~(?![01])/u.test(value) || !value.startsWith('/'),
    'A name that starts with "/" is a JSON Pointer: write "~0" for "~" and "~1" for "/" inside a member name.',
  ),
);

const scalar = v.union(
  [v.string(), v.boolean(), v.pipe(v.number(), v.finite())],
  expected('a string, a number or a boolean'),
);
const finite = v.pipe(v.number(expected('a number')), v.finite(expected('a finite number')));
const scalars = list(scalar, 'values');

const matcher: v.GenericSchema = v.pipe(
  v.strictObject(
    {
      equals: v.optional(scalar),
      in: v.optional(scalars),
      contains: v.optional(scalar),
      containsAll: v.optional(scalars),
      containsAny: v.optional(scalars),
      startsWith: v.optional(
        v.pipe(
          text('a prefix'),
          v.regex(/[^\p{L}\p{N}]$/u, expected('a prefix that ends in a delimiter, such as "repo:acme/"')),
        ),
      ),
      present: v.optional(v.boolean(expected('true or false'))),
      gte: v.optional(finite),
      lte: v.optional(finite),
      not: v.optional(v.lazy(() => matcher)),
      anyOf: v.optional(v.lazy(() => list(matcher, 'matchers'))),
      allOf: v.optional(v.lazy(() => list(matcher, 'matchers'))),
    },
    expected('a matcher, such as { equals: value }'),
  ),
  v.check((value) => Object.keys(value).length > 0, 'Expected a matcher, such as { equals: value }, found an empty one.'),
);

const claimMatchers = v.pipe(
  v.record(claim, matcher, expected('a mapping of claims to matchers')),
  v.check((entries) => Object.keys(entries).length > 0, 'Expected at least one claim with a matcher.'),
);

const grants = (what: string) =>
  v.union(
    [distinctTexts(what), v.strictObject({ anyOf: distinctTexts(what) })],
    expected(`a list of ${what}s (all of them), or { anyOf: [...] } (one of them), with at least one, each once`),
  );

const SCOPE = /^[\x21\x23-\x5B\x5D-\x7E]+$/u;
const scopes = v.pipe(
  grants('scope'),
  v.check(
    (value) => ('anyOf' in value ? value.anyOf : value).every((scope) => SCOPE.test(scope)),
    'A scope is printable ASCII without spaces, quotes and backslashes (RFC 6749 §3.3). Write one list entry per scope.',
  ),
);

const secret = v.pipe(
  v.strictObject(
    {
      env: v.optional(
        v.pipe(
          text('the name of an environment variable'),
          v.regex(/^[A-Za-z_][A-Za-z0-9_]*$/u, 'Expected the name of an environment variable, not the secret itself.'),
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

const date = v.pipe(
  v.string(expected('a date, YYYY-MM-DD')),
  v.isoDate(expected('a date, YYYY-MM-DD')),
  v.check((value) => !Number.isNaN(Date.parse(value)), expected('a date that exists')),
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
  [text('the name of an issuer'), v.strictObject({ issuer: text('the name of an issuer'), audience: text('an audience') })],
  expected('the name of an issuer, or { issuer: NAME, audience: STRING }', ' Is an environment variable unset?'),
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

const policy = v.strictObject(
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
    defaults: v.optional(v.strictObject({ clockSkew, maxLifetime, maxAge, maxTokenBytes }, expected('limits'))),
    issuers: named(issuer, 'issuers'),
    identities: v.optional(named(identity, 'identities')),
    services: named(service, 'services'),
  },
  expected('a policy document: a mapping with apiVersion, kind, metadata, issuers and services'),
);

/** The document, or everything that is wrong with its shape. */
export function checkShape(value: unknown): PolicyDocument | readonly PolicyProblem[] {
  const result = v.safeParse(policy, value);
  if (result.success) return value as PolicyDocument;
  return result.issues.flatMap(problemsOf);
}

type Issue = v.BaseIssue<unknown>;

function problemsOf(issue: Issue): readonly PolicyProblem[] {
  const path = (issue.path ?? []).map((step) => step.key as string | number);
  const pointer = pointerTo(path);
  if (issue.type === 'strict_object' && issue.expected === 'never') return [unknownKey(path)];
  if (issue.type === 'strict_object' && issue.received === 'undefined' && issue.path !== undefined) {
    const missing = String(path.at(-1));
    return [{ code: 'missing_key', pointer, message: `"${missing}" is missing here. ${unsetHint(issue)}`.trimEnd() }];
  }
  const code = issue.type === 'never' ? 'not_supported_yet' : 'invalid';
  return [{ code, pointer, message: innermost(issue) }];
}

/** Code that builds a policy often passes an unset variable: the key is there, its value is not. */
function unsetHint(issue: Issue): string {
  const step = issue.path?.at(-1);
  const holder: unknown = step?.input;
  const isSet = typeof holder === 'object' && holder !== null && Object.hasOwn(holder, String(step?.key));
  return isSet ? 'It is undefined: is an environment variable unset?' : '';
}

function unknownKey(path: readonly (string | number)[]): PolicyProblem {
  const key = String(path.at(-1));
  const known = knownKeys(path.slice(0, -1));
  const near = didYouMean(key, known);
  const hint = near === '' && known.length > 0 ? ` Known here: ${listed(known)}.` : near;
  return { code: 'unknown_key', pointer: pointerTo(path), message: `"${key}" is no key of the policy document here.${hint}` };
}

/** A union reports its alternatives; where just one of them fits the kind of input, its word is the better one. */
function innermost(issue: Issue): string {
  const kind = Array.isArray(issue.input) ? 'array' : typeof issue.input;
  const inner = issue.issues?.filter((each) => each.type !== kind && each.type !== 'strict_object' && each.type !== 'array');
  const telling = inner?.filter((each) => each.kind === 'validation');
  return telling?.length === 1 && telling[0] !== undefined ? telling[0].message : issue.message;
}

type AnySchema = { readonly type: string } & Record<string, unknown>;

/** Walks the schema along a path and lists the keys that may stand there. */
function knownKeys(path: readonly (string | number)[]): readonly string[] {
  let schema: unknown = policy;
  for (const step of path) schema = childOf(schema, step);
  const entries = entriesOf(schema);
  return Object.entries(entries)
    .filter(([, value]) => unwrap(value)?.type !== 'never')
    .map(([key]) => key);
}

function unwrap(schema: unknown): AnySchema | undefined {
  const known = schema as AnySchema | undefined;
  if (known?.type === 'optional') return unwrap(known['wrapped']);
  if (known?.type === 'lazy') return unwrap((known['getter'] as (input: unknown) => unknown)(undefined));
  return known;
}

function entriesOf(schema: unknown): Record<string, unknown> {
  const known = unwrap(schema);
  if (known?.type === 'union') {
    return (known['options'] as unknown[]).map(entriesOf).reduce((all, each) => ({ ...all, ...each }), {});
  }
  return (known?.['entries'] as Record<string, unknown> | undefined) ?? {};
}

function childOf(schema: unknown, step: string | number): unknown {
  const known = unwrap(schema);
  if (known?.type === 'record') return known['value'];
  if (known?.type === 'array') return known['item'];
  if (known?.type === 'union') {
    return (known['options'] as unknown[]).map((option) => childOf(option, step)).find((child) => child !== undefined);
  }
  return entriesOf(known)[String(step)];
}
