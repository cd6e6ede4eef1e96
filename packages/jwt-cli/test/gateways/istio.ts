/**
 * Istio's RequestAuthentication and AuthorizationPolicy, from their documentation, as far as exports use them. It shares no
 * code with the exporter. https://istio.io/latest/docs/reference/config/security/
 */

import { parseAllDocuments } from 'yaml';
import {
  headerOf,
  isFor,
  isInTime,
  isObject,
  isSigned,
  isTemplateOf,
  isWellFormed,
  pathOf,
  readToken,
  tokensIn,
  type GatewayRequest,
  type Json,
  type JsonObject,
} from './request.js';

interface JwtRule {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly jwks: string;
  readonly fromHeaders: readonly { readonly name: string; readonly prefix?: string }[];
  readonly spaceDelimitedClaims?: readonly string[];
}

interface Rule {
  readonly to?: readonly {
    readonly operation: { readonly methods: readonly string[]; readonly paths: readonly string[] };
  }[];
  readonly when?: readonly {
    readonly key: string;
    readonly values?: readonly string[];
    readonly notValues?: readonly string[];
  }[];
}

/** One resource of the exported file. */
export type IstioResource =
  | { readonly kind: 'RequestAuthentication'; readonly spec: { readonly jwtRules: readonly JwtRule[] } }
  | {
      readonly kind: 'AuthorizationPolicy';
      readonly spec: { readonly action?: 'ALLOW' | 'DENY'; readonly rules?: readonly Rule[] };
    };

/** Envoy's default, which Istio leaves. */
const SKEW = 60;

/** Reads the exported file. */
export function readIstio(yaml: string): readonly IstioResource[] {
  return parseAllDocuments(yaml).map((document) => document.toJS() as IstioResource);
}

/** Whether a request reaches the workload. `now` in seconds. */
export function istioAllows(
  resources: readonly IstioResource[],
  request: GatewayRequest,
  now: number,
): boolean {
  const jwtRules = resources.flatMap((each) =>
    each.kind === 'RequestAuthentication' ? each.spec.jwtRules : [],
  );
  const claims = claimsOf(jwtRules, request, now);
  if (claims === 'invalid') return false;
  const policies = resources.flatMap((each) => (each.kind === 'AuthorizationPolicy' ? [each.spec] : []));
  for (const { rules = [] } of policies) {
    if (rules.length > 512) throw new Error('An AuthorizationPolicy has at most 512 rules.');
  }
  const matching = (action: string): boolean =>
    policies.some(
      ({ action: own = 'ALLOW', rules = [] }) =>
        own === action && rules.some((rule) => matches(rule, request, claims)),
    );
  // 2. If there are any DENY policies that match the request, deny the request. 3. If there are no ALLOW policies for the
  // workload, allow the request. 4. If any of the ALLOW policies match the request, allow the request. 5. Deny it.
  if (matching('DENY')) return false;
  return policies.every(({ action = 'ALLOW' }) => action !== 'ALLOW') || matching('ALLOW');
}

/** "It will reject a request if the request contains invalid authentication information." */
function claimsOf(
  rules: readonly JwtRule[],
  request: GatewayRequest,
  now: number,
): JsonObject | 'invalid' | undefined {
  const places = rules.flatMap(({ fromHeaders }) =>
    fromHeaders.map(({ name, prefix = '' }) => ({ name, prefix })),
  );
  const texts = [...new Set(tokensIn(request, places))];
  if (texts.length === 0) return undefined;
  for (const text of texts) {
    const token = readToken(text);
    const rule = rules.find(({ issuer }) => issuer === token?.payload['iss']);
    if (token === undefined || rule === undefined || !isWellFormed(token)) return 'invalid';
    if (!isSigned(token, rule.jwks) || !isInTime(token, now, SKEW) || !isFor(token, rule.audiences))
      return 'invalid';
    const split = new Set(['scope', 'permission', ...(rule.spaceDelimitedClaims ?? [])]);
    return Object.fromEntries(
      Object.entries(token.payload).map(([name, value]) => [
        name,
        split.has(name) && typeof value === 'string' ? value.split(' ').filter((each) => each !== '') : value,
      ]),
    );
  }
  return 'invalid';
}

/** "A match occurs when at least one source, one operation and all conditions matches the request." */
function matches({ to, when = [] }: Rule, request: GatewayRequest, claims: JsonObject | undefined): boolean {
  const path = pathOf(request);
  const isTo =
    to === undefined ||
    to.some(
      ({ operation: { methods, paths } }) =>
        methods.some((method) => matchesText(method, request.method)) &&
        paths.some((each) =>
          each.includes('{*') ? isTemplateOf(each, path, '{*}', '{**}') : matchesText(each, path),
        ),
    );
  return (
    isTo &&
    when.every(({ key, values, notValues = [] }) => {
      const found = attribute(key, request, claims);
      const has = (wanted: string): boolean => found.some((each) => matchesText(wanted, each));
      return (values === undefined || values.some(has)) && !notValues.some(has);
    })
  );
}

/** The texts of an attribute: none where it is not there, or of a type that is not supported. */
function attribute(key: string, request: GatewayRequest, claims: JsonObject | undefined): readonly string[] {
  const names = Array.from(key.matchAll(/\[([^[\]]*)\]/gu), ([, name = '']) => name);
  if (key.startsWith('request.headers[')) {
    const value = headerOf(request, names[0] ?? '');
    return value === undefined ? [] : [value];
  }
  if (!key.startsWith('request.auth.claims[')) throw new Error(`Not known: ${key}`);
  const found = names.reduce<Json | undefined>(
    (at, name) => (isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined),
    claims,
  );
  return [found].flat().filter((each): each is string => typeof each === 'string');
}

/** "Exact, Prefix, Suffix and Presence match"; "Presence match: `*` will match when value is not empty." */
function matchesText(wanted: string, text: string): boolean {
  if (wanted === '*') return text !== '';
  if (wanted.startsWith('*')) return text.endsWith(wanted.slice(1));
  if (wanted.endsWith('*')) return text.startsWith(wanted.slice(0, -1));
  return wanted === text;
}
