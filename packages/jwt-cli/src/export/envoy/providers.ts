/** The issuers as providers of Envoy's filter jwt_authn, and the clusters that their keys are fetched from. */

import type { Exported } from '../target.js';
import type { HeaderPlace, Provider } from '../gateway/issuers.js';

/** `envoy.extensions.filters.http.jwt_authn.v3.JwtProvider`. */
export function providerConfig(
  { iss, accepted, keys, name }: Provider,
  exported: Exported,
  places: readonly HeaderPlace[],
): Readonly<Record<string, unknown>> {
  const split = splitClaims(accepted.issuer);
  return {
    issuer: iss,
    audiences: accepted.acceptance.audiences,
    require_expiration: true,
    max_lifetime: `${String(maxRemaining(exported, accepted.issuer))}s`,
    clock_skew_seconds: clockSkewSeconds(clockSkew(exported, accepted.issuer)),
    ...('keys' in keys
      ? { local_jwks: { inline_string: JSON.stringify({ keys: keys.keys }) } }
      : { remote_jwks: remoteKeys(name, 'jwksUri' in keys ? keys.jwksUri : '') }),
    // The service behind checks the token again.
    forward: true,
    from_headers: places.map(({ name: header, prefix }) => ({
      name: header,
      ...(prefix !== '' && { value_prefix: prefix }),
    })),
    payload_in_metadata: 'payload',
    header_in_metadata: 'header',
    ...(split.length > 0 && { normalize_payload_in_metadata: { space_delimited_claims: split } }),
  };
}

type Issuer = Provider['accepted']['issuer'];

/** Claims that Envoy makes lists of: those at the top that hold names separated by spaces. */
export function splitClaims({ scopeClaim, roleClaim, roleForm }: Issuer): readonly string[] {
  const claims = [scopeClaim, ...(roleForm === 'spaceDelimited' ? [roleClaim] : [])];
  return [
    ...new Set(claims.flatMap(([name, ...more]) => (name === undefined || more.length > 0 ? [] : [name]))),
  ];
}

/** The tighter of what the service and the issuer say, in seconds. */
export function clockSkew({ service }: Exported, { limits }: Issuer): number {
  return Math.min(service.limits.clockSkew, limits.clockSkew ?? Infinity);
}

/**
 * Envoy takes a token in the second in which `exp` plus the skew has come, and the engine does not: one second less says the
 * same. 0 would mean its default of a minute.
 */
export function clockSkewSeconds(skew: number): number {
  return Math.max(1, Math.ceil(skew) - 1);
}

/** The longest that `exp` can be ahead: the longest life of a token that was issued by a clock that is ahead. */
function maxRemaining(exported: Exported, issuer: Issuer): number {
  const { shortLife, maxRemaining: withoutIat, limits } = issuer;
  const own = shortLife?.maxLifetime ?? exported.service.limits.maxLifetime;
  const life = Math.min(own, limits.maxLifetime ?? Infinity, withoutIat ?? Infinity);
  return Math.ceil(life + clockSkew(exported, issuer));
}

function remoteKeys(name: string, uri: string): object {
  return {
    http_uri: { uri, cluster: clusterName(name), timeout: '5s' },
    cache_duration: '300s',
    async_fetch: { failed_refetch_duration: '1s' },
  };
}

function clusterName(name: string): string {
  return `jwks-${name}`;
}

const SYSTEM_AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

/** The cluster of a provider whose keys are fetched. The certificate of the host is checked: Envoy does not by default. */
export function clusterConfig({ name, keys }: Provider): object | undefined {
  if (!('jwksUri' in keys)) return undefined;
  const { protocol, hostname, port } = new URL(keys.jwksUri);
  const isSecure = protocol === 'https:';
  const number = port === '' ? (isSecure ? 443 : 80) : Number(port);
  const address = { socket_address: { address: hostname.replaceAll(/[[\]]/gu, ''), port_value: number } };
  return {
    name: clusterName(name),
    type: 'STRICT_DNS',
    load_assignment: {
      cluster_name: clusterName(name),
      endpoints: [{ lb_endpoints: [{ endpoint: { address } }] }],
    },
    ...(isSecure && { transport_socket: tls(hostname, keys.ca) }),
  };
}

function tls(hostname: string, ca: string | undefined): object {
  return {
    name: 'envoy.transport_sockets.tls',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext',
      sni: hostname,
      common_tls_context: {
        validation_context: {
          trusted_ca: ca === undefined ? { filename: SYSTEM_AUTHORITIES } : { inline_string: ca },
          match_typed_subject_alt_names: [{ san_type: 'DNS', matcher: { exact: hostname } }],
        },
      },
    },
  };
}
