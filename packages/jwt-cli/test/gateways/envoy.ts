/**
 * Envoy's filters jwt_authn and rbac, from their documentation, as far as exports use them. Slow and obvious: it shares no
 * code with the exporter. https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/jwt_authn/v3/config.proto
 */

import { parse } from 'yaml';
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
  textOf,
  tokensIn,
  type GatewayRequest,
  type Json,
  type JsonObject,
} from './request.js';

interface Provider {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly require_expiration?: boolean;
  readonly max_lifetime?: string;
  readonly clock_skew_seconds?: number;
  readonly local_jwks: { readonly inline_string: string };
  readonly from_headers: readonly { readonly name: string; readonly value_prefix?: string }[];
  readonly payload_in_metadata?: string;
  readonly header_in_metadata?: string;
  readonly normalize_payload_in_metadata?: { readonly space_delimited_claims: readonly string[] };
}

type Requirement =
  | { readonly provider_name: string }
  | { readonly allow_missing: object }
  | { readonly requires_any: { readonly requirements: readonly Requirement[] } };

interface JwtConfig {
  readonly providers: Readonly<Record<string, Provider>>;
  readonly rules: readonly { readonly match: { readonly prefix: string }; readonly requires: Requirement }[];
}

interface RbacConfig {
  readonly rules: {
    readonly action: 'ALLOW' | 'DENY';
    readonly policies: Readonly<
      Record<
        string,
        { readonly permissions: readonly JsonObject[]; readonly principals: readonly JsonObject[] }
      >
    >;
  };
}

type Filter = { readonly '@type': string } & (JwtConfig | RbacConfig);

/** The filters, in the order of the chain. */
export type EnvoyFilters = readonly { readonly typed_config: Filter }[];

/** Reads the exported file. */
export function readEnvoy(yaml: string): EnvoyFilters {
  return (parse(yaml) as { readonly http_filters: EnvoyFilters }).http_filters;
}

/** Whether a request reaches the service. `now` in seconds. */
export function envoyAllows(filters: EnvoyFilters, request: GatewayRequest, now: number): boolean {
  const metadata: Record<string, Json> = {};
  return filters.every(({ typed_config: config }) => {
    if ('providers' in config) return authenticates(config, request, now, metadata);
    const matches = Object.values(config.rules.policies).some(
      ({ permissions, principals }) =>
        permissions.some((each) => holds(each, request, metadata)) &&
        principals.some((each) => holds(each, request, metadata)),
    );
    return matches === (config.rules.action === 'ALLOW');
  });
}

/** "The first matched requirement will be applied." */
function authenticates(
  { providers, rules }: JwtConfig,
  request: GatewayRequest,
  now: number,
  metadata: Record<string, Json>,
): boolean {
  const rule = rules.find(({ match }) => request.target.startsWith(match.prefix));
  const places = Object.values(providers).flatMap(placesOf);
  const isMissing = tokensIn(request, places).length === 0;
  const fulfils = (requirement: Requirement): boolean => {
    if ('requires_any' in requirement) return requirement.requires_any.requirements.some(fulfils);
    if ('allow_missing' in requirement) return isMissing;
    const provider = providers[requirement.provider_name];
    return provider !== undefined && verifies(provider, request, now, metadata);
  };
  return rule === undefined || fulfils(rule.requires);
}

function placesOf({ from_headers: headers }: Provider): readonly { name: string; prefix: string }[] {
  return headers.map(({ name, value_prefix: prefix = '' }) => ({ name, prefix }));
}

function verifies(
  provider: Provider,
  request: GatewayRequest,
  now: number,
  metadata: Record<string, Json>,
): boolean {
  const { clock_skew_seconds: given = 0, max_lifetime: lifetime } = provider;
  // "If not specified, default is 60 seconds": 0 cannot be told from nothing.
  const skew = given === 0 ? 60 : given;
  return tokensIn(request, placesOf(provider)).some((text) => {
    const token = readToken(text);
    if (token === undefined || !isWellFormed(token) || token.payload['iss'] !== provider.issuer) return false;
    const { exp } = token.payload;
    if (provider.require_expiration === true && exp === undefined) return false;
    const longest = lifetime === undefined ? Infinity : Number(lifetime.replace('s', ''));
    if (typeof exp === 'number' && exp - now > longest) return false;
    if (!isInTime(token, now, skew) || !isFor(token, provider.audiences)) return false;
    if (!isSigned(token, provider.local_jwks.inline_string)) return false;
    const split = provider.normalize_payload_in_metadata?.space_delimited_claims ?? [];
    const payload = Object.fromEntries(
      Object.entries(token.payload).map(([name, value]) => [
        name,
        split.includes(name) && typeof value === 'string'
          ? value.split(' ').filter((each) => each !== '')
          : value,
      ]),
    );
    if (provider.payload_in_metadata !== undefined) metadata[provider.payload_in_metadata] = payload;
    if (provider.header_in_metadata !== undefined) metadata[provider.header_in_metadata] = token.header;
    return true;
  });
}

/** A Permission or a Principal: exactly one of its fields is set. */
function holds(matcher: JsonObject, request: GatewayRequest, metadata: JsonObject): boolean {
  const [[kind, value] = ['', null], ...more] = Object.entries(matcher);
  if (more.length > 0) throw new Error(`Two fields of a oneof: ${JSON.stringify(matcher)}`);
  const all = (list: Json | undefined): readonly JsonObject[] =>
    Array.isArray(list) ? list.filter(isObject) : [];
  const field = (name: string): Json | undefined => (isObject(value) ? value[name] : undefined);
  switch (kind) {
    case 'any':
      return true;
    case 'and_ids':
      return all(field('ids')).every((each) => holds(each, request, metadata));
    case 'or_ids':
      return all(field('ids')).some((each) => holds(each, request, metadata));
    case 'and_rules':
      return all(field('rules')).every((each) => holds(each, request, metadata));
    case 'or_rules':
      return all(field('rules')).some((each) => holds(each, request, metadata));
    case 'not_id':
    case 'not_rule':
      return isObject(value) && !holds(value, request, metadata);
    case 'url_path':
      return matchesText(field('path'), pathOf(request));
    case 'uri_template':
      return isTemplate(field('typed_config'), pathOf(request));
    case 'header': {
      const name = field('name');
      const found = name === ':method' ? request.method : headerOf(request, textOf(name));
      if (field('present_match') === true) return found !== undefined;
      return found !== undefined && matchesText(field('string_match'), found);
    }
    case 'metadata': {
      const path = all(field('path')).map(({ key }) => textOf(key));
      const found = path.reduce<Json | undefined>(
        (at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined),
        metadata,
      );
      return field('filter') === 'envoy.filters.http.jwt_authn' && matchesValue(field('value'), found);
    }
    default:
      throw new Error(`Not known: ${kind}`);
  }
}

function isTemplate(config: Json | undefined, path: string): boolean {
  const template = isObject(config) ? textOf(config['path_template']) : '';
  if (template.length > 256) throw new Error('A template has at most 256 characters.');
  return isTemplateOf(template, path, '*', '**');
}

/** "Primitive values and ListValue are supported. StructValue is not supported and is always not matched." */
function matchesValue(matcher: Json | undefined, value: Json | undefined): boolean {
  if (!isObject(matcher)) throw new Error('No ValueMatcher.');
  const [[kind, wanted] = ['', null]] = Object.entries(matcher);
  switch (kind) {
    case 'null_match':
      return value === null;
    case 'bool_match':
      return value === wanted;
    case 'string_match':
      return typeof value === 'string' && matchesText(wanted, value);
    case 'double_match':
      return typeof value === 'number' && isObject(wanted) && matchesNumber(wanted, value);
    case 'present_match':
      return ['string', 'number', 'boolean'].includes(typeof value);
    case 'list_match':
      return (
        Array.isArray(value) &&
        isObject(wanted) &&
        (value as readonly Json[]).some((each) => matchesValue(wanted['one_of'], each))
      );
    case 'or_match': {
      const list = isObject(wanted) ? wanted['value_matchers'] : undefined;
      if (!Array.isArray(list) || list.length < 2) throw new Error('or_match has at least two.');
      return (list as readonly Json[]).some((each) => matchesValue(each, value));
    }
    default:
      throw new Error(`Not known: ${kind}`);
  }
}

/** `DoubleRange` is half-open: [start, end). */
function matchesNumber({ exact, range }: JsonObject, value: number): boolean {
  if (exact !== undefined) return value === exact;
  return isObject(range) && value >= Number(range['start']) && value < Number(range['end']);
}

function matchesText(matcher: Json | undefined, text: string): boolean {
  if (!isObject(matcher)) throw new Error('No StringMatcher.');
  const { exact, prefix, ignore_case: ignoresCase, safe_regex: safe } = matcher;
  if (typeof exact === 'string') {
    return ignoresCase === true ? exact.toLowerCase() === text.toLowerCase() : exact === text;
  }
  if (typeof prefix === 'string') {
    if (prefix === '') throw new Error('A prefix has at least one character.');
    return text.startsWith(prefix);
  }
  const regex = isObject(safe) ? textOf(safe['regex']) : '';
  // RE2 as JavaScript: the flag s is written in front, and the whole text is matched.
  return new RegExp(`^(?:${regex.replace('(?s)', '')})$`, 'su').test(text);
}
