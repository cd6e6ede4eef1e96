/** OpenAPI 3.1: the security schemes of a service, and what each operation asks for. */

import type { ResolvedIssuer, ResolvedOperation, ResolvedRule } from '@org/jwt-core/policy';
import { Document } from 'yaml';
import { pointerTo } from '../lint/pointer.js';
import { acceptedIssuers, canBeFor } from './issuers-for.js';
import type { Losses } from './losses.js';
import { headerOf, operationAt, type Exported } from './target.js';

/** OpenAPI 3.1.1 §4.8.9: the methods that a Path Item has a field for. */
const METHODS: ReadonlySet<string> = new Set([
  'GET',
  'PUT',
  'POST',
  'DELETE',
  'OPTIONS',
  'HEAD',
  'PATCH',
  'TRACE',
]);

/** A Security Requirement Object: the scheme, and the scopes of its tokens. */
type Requirement = Readonly<Record<string, readonly string[]>>;

/** A document to be merged into that of the service: paths with their `security`, and the schemes. */
export function toOpenApi(exported: Exported, losses: Losses): string {
  const { policy, name } = exported;
  const { name: of, revision } = policy.document.metadata;
  const content = {
    openapi: '3.1.1',
    info: { title: name, version: revision ?? policy.digest.replace(/^sha256:/u, '').slice(0, 12) },
    'x-jwt-policy': {
      digest: policy.digest,
      name: of,
      ...(revision !== undefined && { revision }),
      service: name,
    },
    paths: pathsOf(exported, losses),
    components: { securitySchemes: schemesOf(exported, losses) },
  };
  const document = new Document(content, { aliasDuplicateObjects: false });
  document.commentBefore = headerOf(exported);
  return document.toString({ lineWidth: 0 });
}

function pathsOf(exported: Exported, losses: Losses): Readonly<Record<string, object>> {
  const paths = new Map<string, { readonly path: string; readonly item: Record<string, object> }>();
  for (const [name, operation] of Object.entries(exported.service.operations)) {
    const at = operationAt(exported, name);
    const { route } = operation;
    if (route === undefined) {
      losses.add('hint', 'route', at, `${name} is left out: it has no route`);
      continue;
    }
    const [method = '', written = ''] = route.split(' ');
    if (!METHODS.has(method)) {
      losses.add('hint', 'method', at, `${name} is left out: OpenAPI has no field for ${method}`);
      continue;
    }
    if (written.includes('...}')) {
      losses.add(
        'hint',
        'rest-parameter',
        at,
        `a parameter of ${name} takes several segments, and OpenAPI has none that does`,
      );
    }
    const path = written.replaceAll('...}', '}');
    // Two templates that differ by the names of their parameters are one path (OpenAPI 3.1.1 §4.8.8.1).
    const shape = path.replaceAll(/\{[^}]*\}/gu, '{}');
    const known = paths.get(shape) ?? { path, item: parametersOf(path) };
    known.item[method.toLowerCase()] = operationOf(name, operation, exported, losses);
    paths.set(shape, known);
  }
  return Object.fromEntries(Array.from(paths.values(), ({ path, item }) => [path, item]));
}

function parametersOf(path: string): Record<string, object> {
  const names = Array.from(path.matchAll(/\{([^}]*)\}/gu), ([, name = '']) => name);
  if (names.length === 0) return {};
  const schema = { type: 'string' };
  return { parameters: names.map((name) => ({ name, in: 'path', required: true, schema })) };
}

function operationOf(name: string, operation: ResolvedOperation, exported: Exported, losses: Losses): object {
  const scopes = [...new Set(operation.rules.flatMap((rule) => rule.scopes?.names ?? []))];
  operation.rules.forEach((rule, index) => {
    if (!asksForMore(rule)) return;
    const at = `${operationAt(exported, name)}${pointerTo('allow', index)}`;
    losses.add(
      'hint',
      'rules',
      at,
      `readers are told the scopes of ${name}, and not what else its rule asks for`,
    );
  });
  return {
    operationId: name,
    security: securityOf(operation, exported),
    'x-jwt-policy': { operation: name, auth: operation.auth, ...(scopes.length > 0 && { scopes }) },
  };
}

function asksForMore({ who, roles, where, actor }: ResolvedRule): boolean {
  return 'identity' in who || roles !== undefined || where.length > 0 || actor !== undefined;
}

/** One of these is enough; `{}` is a request without a token (OpenAPI 3.1.1 §4.8.30). */
function securityOf({ auth, rules }: ResolvedOperation, exported: Exported): readonly Requirement[] {
  if (auth === 'public') return [];
  const issuers = acceptedIssuers(exported).map(({ issuer }) => issuer);
  const requirements =
    rules.length === 0
      ? issuers.map(({ name }) => ({ [name]: [] }))
      : rules.flatMap((rule) =>
          issuers.filter((each) => canBeFor(rule, each)).flatMap(({ name }) => alternatives(rule, name)),
        );
  const distinct = new Map<string, Requirement>(
    (auth === 'optional' ? [{}, ...requirements] : requirements).map((each) => [JSON.stringify(each), each]),
  );
  return [...distinct.values()];
}

/** All scopes together, or one requirement for each of those of which one is enough. */
function alternatives({ scopes }: ResolvedRule, issuer: string): readonly Requirement[] {
  if (scopes === undefined) return [{ [issuer]: [] }];
  if (scopes.mode === 'every') return [{ [issuer]: scopes.names }];
  return scopes.names.map((name) => ({ [issuer]: [name] }));
}

function schemesOf(exported: Exported, losses: Losses): Readonly<Record<string, object>> {
  return Object.fromEntries(
    acceptedIssuers(exported).map(({ issuer }) => [issuer.name, schemeOf(issuer, exported, losses)]),
  );
}

function schemeOf(issuer: ResolvedIssuer, { service, at }: Exported, losses: Losses): object {
  const [first, ...others] = service.credentials;
  const bearer = service.credentials.some(
    (place) => place.in === 'authorization' && place.schemes.includes('Bearer'),
  );
  if (!bearer || others.length > 0) {
    const place = `${at}${pointerTo('credentials')}`;
    losses.add('hint', 'credentials', place, 'readers are told of one place that a token may be in');
  }
  if (!bearer && first !== undefined && first.in !== 'authorization') {
    return { type: 'apiKey', in: first.in, name: first.name, description: 'A JSON Web Token.' };
  }
  if (bearer && issuer.iss !== undefined && usesOpenId(issuer)) {
    // OpenID Connect Discovery 1.0 §4: under the issuer, without its final slash.
    const openIdConnectUrl = `${issuer.iss.replace(/\/$/u, '')}/.well-known/openid-configuration`;
    return { type: 'openIdConnect', openIdConnectUrl };
  }
  const [scheme = 'Bearer'] = first?.in === 'authorization' ? first.schemes : [];
  return { type: 'http', scheme: bearer ? 'bearer' : scheme, ...(bearer && { bearerFormat: 'JWT' }) };
}

function usesOpenId({ iss = '', keys }: ResolvedIssuer): boolean {
  return !iss.includes('{tenant}') && keys.some(({ source }) => source.discovery === 'oidc');
}
