/** OAuth 2.0 Protected Resource Metadata (RFC 9728): what a client may know before it has a token. */

import { pointerTo } from '../lint/pointer.js';
import { UsageError } from '../terminal/exit-code.js';
import type { Losses } from './losses.js';
import type { Exported } from './target.js';

/** The metadata of one service, as JSON. It names no operation, tenant, identity or rule. */
export function toResourceMetadata(exported: Exported, losses: Losses): string {
  const metadata = {
    resource: resourceOf(exported, losses),
    resource_name: exported.name,
    ...listedAs('authorization_servers', authorizationServers(exported, losses)),
    ...listedAs('scopes_supported', scopesOf(exported)),
    // RFC 9728 §2: an empty list says that none of the methods of RFC 6750 is supported.
    bearer_methods_supported: bearerMethods(exported, losses),
  };
  return `${JSON.stringify(metadata, undefined, 2)}\n`;
}

/** §2: parameters without a value are left out. */
function listedAs(name: string, values: readonly string[]): Readonly<Record<string, readonly string[]>> {
  return values.length === 0 ? {} : { [name]: values };
}

/** §1.2: an https URL without a fragment. */
function resourceOf({ policy, name, service, at }: Exported, losses: Losses): string {
  const resource = service.audiences.find(isResource);
  const place = `${at}${pointerTo('audience')}`;
  if (resource === undefined) {
    const line = policy.locate(place)?.line;
    throw new UsageError(
      `The audience of ${name} is ${service.audiences.map((each) => JSON.stringify(each)).join(', ')}` +
        `${line === undefined ? '' : ` (${policy.file}:${String(line)})`}, and RFC 9728 names a resource by an https URL without a fragment. ` +
        `Let the provider issue, and the policy expect, one such as https://${name}.example.`,
    );
  }
  if (service.audiences.length > 1) {
    losses.add('hint', 'audiences', place, `clients are told one name of the service: ${resource}`);
  }
  return resource;
}

function isResource(audience: string): boolean {
  return isHttps(audience) && !audience.includes('#');
}

function isHttps(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}

/** §2: issuer identifiers as RFC 8414 §2 has them. */
function authorizationServers({ policy, service, at }: Exported, losses: Losses): readonly string[] {
  return service.accept.flatMap(({ issuer: name }, index) => {
    const iss = policy.model.issuers[name]?.iss;
    const place = `${at}${pointerTo('accept', index)}`;
    if (iss === undefined || !isHttps(iss) || /[?#]/u.test(iss)) {
      losses.add(
        'warning',
        'issuer',
        place,
        `${name} is left out: its iss is no https URL that clients can ask`,
      );
      return [];
    }
    if (iss.includes('{tenant}')) {
      losses.add('warning', 'issuer', place, `${name} is left out: its iss would show the tenants`);
      return [];
    }
    return [iss];
  });
}

/** All scopes that a rule of the service names. */
function scopesOf({ service }: Exported): readonly string[] {
  const names = Object.values(service.operations).flatMap(({ rules }) =>
    rules.flatMap(({ scopes }) => scopes?.names ?? []),
  );
  return [...new Set(names)].sort();
}

/** RFC 6750 §2. A cookie, and a header of a proxy, are no such method. */
function bearerMethods({ service, at }: Exported, losses: Losses): readonly string[] {
  const takes = service.credentials.some(
    (place) => place.in === 'authorization' && place.schemes.some((scheme) => /^bearer$/iu.test(scheme)),
  );
  const queries = new Set(Object.values(service.operations).flatMap(({ query }) => query ?? []));
  const others = service.credentials.some(({ in: where }) => where !== 'authorization');
  if (others) {
    const place = `${at}${pointerTo('credentials')}`;
    losses.add('hint', 'credentials', place, 'clients are not told of cookies and of headers of a proxy');
  }
  return [...(takes ? ['header'] : []), ...(queries.has('access_token') ? ['query'] : [])];
}
