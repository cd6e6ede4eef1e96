/**
 * Where an issuer's metadata is. OpenID Connect Discovery 1.0 §4 appends to the issuer's path; RFC 8414 §3 puts
 * the well-known part before it.
 */
export function discoveryUrl(iss: string, kind: 'oidc' | 'oauth'): string {
  const base = iss.replace(/\/$/u, '');
  if (kind === 'oidc') return `${base}/.well-known/openid-configuration`;
  if (!URL.canParse(base)) return base; // not a URL: the fetch reports it
  const { origin, pathname } = new URL(base);
  return `${origin}/.well-known/oauth-authorization-server${pathname === '/' ? '' : pathname}`;
}
