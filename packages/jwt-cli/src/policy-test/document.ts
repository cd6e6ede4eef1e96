/** The form of a test file: see docs/reference/cli/test.md. */

import * as v from 'valibot';

/** Claims, or parameters of the JOSE header. */
export type Members = Readonly<Record<string, unknown>>;

/** A token that cases name. */
export interface CallerDocument {
  /** The issuer, by its name in the policy. */
  readonly issuer?: string | undefined;
  readonly principal?: 'user' | 'workload' | undefined;
  /** Instead of the issuer: a token that one rule of this operation allows. */
  readonly for?: string | undefined;
  readonly rule?: number | undefined;
  /** Whose audience the token names; the service under test by default, or that of `for`. */
  readonly service?: string | undefined;
  readonly tenant?: string | undefined;
  readonly claims?: Members | undefined;
  /** Claims that are left out. */
  readonly without?: readonly string[] | undefined;
  readonly header?: Members | undefined;
}

/** One case. */
export interface CaseDocument {
  readonly name?: string | undefined;
  readonly caller: string;
  readonly claims?: Members | undefined;
  readonly without?: readonly string[] | undefined;
  readonly header?: Members | undefined;
  /** Whose resources the request names. */
  readonly tenant?: string | undefined;
  /** The request comes this long after the token was issued. */
  readonly after?: string | undefined;
  readonly mutate?: 'all' | readonly string[] | undefined;
  /** Of `mutate: all`, those that are left out. */
  readonly except?: readonly string[] | undefined;
  readonly allow?: true | undefined;
  /** The index of the rule that must allow it. */
  readonly rule?: number | undefined;
  readonly deny?: string | undefined;
}

/** An operation or a request, with its cases. */
export interface OperationTest {
  readonly service: string;
  readonly operation?: string | undefined;
  readonly request?: string | undefined;
  readonly cases: readonly CaseDocument[];
}

/** A test file that has the right form. */
export interface TestDocument {
  readonly apiVersion: 'jwt-policy/v1';
  readonly kind: 'JwtPolicyTest';
  readonly policy?: string | undefined;
  /** When tokens are issued and judged. */
  readonly now: string;
  /** What is expected of a caller at an operation that no case lists. */
  readonly unlisted: 'deny' | 'ignore';
  readonly callers: Readonly<Record<string, CallerDocument>>;
  readonly tests: readonly OperationTest[];
}

/** What is printed must not write to the terminal in other ways. */
const ONE_LINE = /^\P{Cc}+$/u;

const text = (): v.GenericSchema<string> => v.pipe(v.string(), v.regex(ONE_LINE));
const texts = (): v.GenericSchema<readonly string[]> => v.array(text());
const members = (): v.GenericSchema<Members> => v.record(v.string(), v.unknown());
const index = (): v.GenericSchema<number> => v.pipe(v.number(), v.integer(), v.minValue(0));

const CALLER = {
  issuer: v.optional(text()),
  principal: v.optional(v.picklist(['user', 'workload'])),
  for: v.optional(text()),
  rule: v.optional(index()),
  service: v.optional(text()),
  tenant: v.optional(text()),
  claims: v.optional(members()),
  without: v.optional(texts()),
  header: v.optional(members()),
};

const CASE = {
  name: v.optional(text()),
  caller: text(),
  claims: v.optional(members()),
  without: v.optional(texts()),
  header: v.optional(members()),
  tenant: v.optional(text()),
  after: v.optional(v.pipe(v.string(), v.regex(/^\d{1,6}[smhd]$/u))),
  mutate: v.optional(v.union([v.literal('all'), v.pipe(texts(), v.minLength(1))])),
  except: v.optional(texts()),
  allow: v.optional(v.literal(true)),
  rule: v.optional(index()),
  deny: v.optional(text()),
};

const TEST = {
  service: text(),
  operation: v.optional(text()),
  request: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]+ \/\S*$/u))),
  cases: v.pipe(v.array(v.strictObject(CASE)), v.minLength(1)),
};

const ROOT = {
  apiVersion: v.literal('jwt-policy/v1'),
  kind: v.literal('JwtPolicyTest'),
  policy: v.optional(text()),
  now: v.pipe(v.string(), v.isoTimestamp()),
  unlisted: v.optional(v.picklist(['deny', 'ignore']), 'deny'),
  callers: v.optional(v.record(text(), v.strictObject(CALLER)), {}),
  tests: v.pipe(v.array(v.strictObject(TEST)), v.minLength(1)),
};

/** What a test file must be. */
export const DOCUMENT: v.GenericSchema<unknown, TestDocument> = v.strictObject(ROOT);

/** The caller that has no token. */
export const NONE = 'none';

/** The keys that a place of the document can have. */
export function keysAt(path: readonly (string | number)[]): readonly string[] {
  if (path.length === 0) return Object.keys(ROOT);
  if (path[0] === 'callers' && path.length === 2) return Object.keys(CALLER);
  if (path[0] === 'tests' && path.length === 2) return Object.keys(TEST);
  if (path[0] === 'tests' && path.length === 4) return Object.keys(CASE);
  return [];
}

/** What is written at a place, where it is not the form that says it. */
export function expectedAt(path: readonly (string | number)[]): string | undefined {
  const last = path.at(-1);
  if (last === 'now') return 'a time in UTC, such as 2027-01-15T08:00:00Z';
  if (last === 'after') return 'a duration, such as 90s, 10m, 8h or 2d';
  if (last === 'request') return 'METHOD /path, such as GET /orders/1';
  if (last === 'mutate')
    return 'all, or a list of alterations, such as [flipped-bit, other-key-with-right-kid]';
  if (last === 'deny') return 'a reason code, such as operation.scope';
  if (last === 'rule') return 'the index of a rule, from 0';
  if (last === 'cases') return 'a list of cases, at least one';
  if (last === 'tests') return 'a list of tests, at least one';
  return undefined;
}
