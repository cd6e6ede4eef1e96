/** The words of the reference model: what it is asked, what it answers, and small questions about values. */

import type {
  IssuerDocument,
  OperationDocument,
  PolicyDocument,
  ServiceDocument,
} from '../../src/policy/document/document.js';
import type { Jwk } from '../../src/jose/jwk.js';
import type { HttpRequest } from '../../src/request/access-request.js';

/** A JSON object. */
export type Members = Readonly<Record<string, unknown>>;

/** What is asked: one operation by name, the operation of the route, or only who it is. */
export type Wish =
  | { readonly kind: 'named'; readonly operation: string }
  | { readonly kind: 'routed' }
  | { readonly kind: 'identify'; readonly auth: 'required' | 'optional' };

/** The published keys of each `iss`; `down` where no server answers. */
export type PublishedKeys = ReadonlyMap<string, readonly Jwk[] | 'down'>;

/** Everything that a decision depends on. */
export interface Case {
  readonly document: PolicyDocument;
  readonly service: string;
  readonly request: HttpRequest;
  readonly wish: Wish;
  /** What was asked about the same request a moment before. */
  readonly before?: Wish;
  readonly clockMs: number;
  readonly keys: PublishedKeys;
}

/** What the model says. */
export interface Verdict {
  readonly outcome: 'allow' | 'deny';
  readonly code?: string;
  readonly status?: number;
  readonly operation?: string;
  readonly rule?: number;
  readonly tenant?: string;
  readonly shadow?: string;
}

/** A token whose signature is good, and what is around it. */
export interface Known {
  readonly case: Case;
  readonly service: ServiceDocument;
  /** `unknown`: no operation matches. `undefined`: only who it is. */
  readonly operation: OperationDocument | 'unknown' | undefined;
  /** The parameters of the path, of the route or of the router. */
  readonly params: Members;
  readonly issuerName: string;
  readonly issuer: IssuerDocument;
  /** The tenant of an `iss` with `{tenant}`. */
  readonly issTenant: string | undefined;
  readonly header: Members;
  readonly claims: Members;
}

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** What may stand in a line of a log: no control character of Unicode (C0, DEL, C1). */
export const isName = (value: unknown): value is string => isText(value) && !/\p{Cc}/u.test(value);

/** A member that is an object's own, never one of its prototype. */
export function own(object: unknown, name: string): unknown {
  return isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** What stands in the way of a pointer is of the wrong type: it is not known whether the claim is there. */
const BLOCKED = Symbol('blocked');

/** A claim by its name, or by a JSON Pointer, which does not reach into lists. `null` is what is not there. */
export function claimOf(claims: Members, name: string): unknown {
  if (!name.startsWith('/')) return own(claims, name) ?? undefined;
  const parts = name.slice(1).split('/');
  return parts.reduce<unknown>((at, part) => {
    if (at === undefined) return undefined;
    return isObject(at) ? (own(at, part.replaceAll('~1', '/').replaceAll('~0', '~')) ?? undefined) : BLOCKED;
  }, claims);
}

/** `null` is what serialisers write where there is nothing. */
export function said(value: unknown): unknown {
  return value === null ? undefined : value;
}

/** So is an empty name. */
export function name(value: unknown): unknown {
  return value === '' ? undefined : said(value);
}

/** The claim of the roles, and how it holds them. */
export function rolesAt({ roles = 'roles' }: IssuerDocument): {
  readonly claim: string;
  readonly as: string;
} {
  return typeof roles === 'string' ? { claim: roles, as: 'names' } : { as: 'names', ...roles };
}

/** Seconds. */
export function secondsOf(duration: string): number {
  const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
  return Number(duration.slice(0, -1)) * (units[duration.slice(-1)] ?? Number.NaN);
}

/** The smallest of those that are given. */
export function tightest(...durations: readonly (string | undefined)[]): number {
  return Math.min(...durations.filter((each) => each !== undefined).map(secondsOf));
}
