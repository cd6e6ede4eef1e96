/** Requests tokens from the provider over HTTP, as any client does. */

import { createHash, randomBytes } from 'node:crypto';
import { CLIENT_SECRET, PORTAL, type IdentityProvider } from './provider.js';

/** The client-credentials grant (RFC 6749 §4.4) for one resource (RFC 8707). */
export async function clientCredentials(
  provider: IdentityProvider,
  clientId: string,
  resource: string,
  scope: string,
): Promise<string> {
  const form = { grant_type: 'client_credentials', resource, scope };
  const { access_token: token } = await requestToken(provider, clientId, form);
  return asToken(token);
}

/** The authorization-code grant with the provider's own development login: a person signs in, and the provider returns an ID token. */
export async function signIn(provider: IdentityProvider): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const browser = new Browser();
  const authorize = new URL('/auth', provider.issuer);
  authorize.search = new URLSearchParams({
    client_id: PORTAL.id,
    redirect_uri: PORTAL.redirectUri,
    response_type: 'code',
    scope: 'openid',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const login = await browser.follow(authorize.href);
  const consent = await browser.follow(login, { prompt: 'login', login: 'ada', password: 'demo' });
  const callback = await browser.follow(consent, { prompt: 'consent' });
  const code = new URL(callback).searchParams.get('code') ?? '';
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: PORTAL.redirectUri,
    code_verifier: verifier,
  };
  const { id_token: token } = await requestToken(provider, PORTAL.id, form);
  return asToken(token);
}

async function requestToken(
  provider: IdentityProvider,
  clientId: string,
  form: Record<string, string>,
): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(new URL('/token', provider.issuer), {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${CLIENT_SECRET}`).toString('base64')}` },
    body: new URLSearchParams(form),
  });
  const answer = (await response.json()) as Readonly<Record<string, unknown>>;
  if (!response.ok) throw new Error(`the provider returned no token: ${String(answer['error_description'])}`);
  return answer;
}

function asToken(value: unknown): string {
  if (typeof value !== 'string') throw new Error('the provider returned no token');
  return value;
}

/** A minimal browser: cookies, and redirects within the provider, up to a page with a form. */
class Browser {
  readonly #cookies = new Map<string, string>();

  /** Returns the address of the page with a form, or the address outside that the provider redirects to. */
  async follow(address: string, form?: Record<string, string>): Promise<string> {
    const body = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) };
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, { ...body, redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = (line.split(';')[0] ?? '').split('=');
      this.#cookies.set(name ?? '', value ?? '');
    }
    const location = response.headers.get('location');
    if (location === null) return address;
    const next = new URL(location, address).href;
    return next.startsWith(PORTAL.redirectUri) ? next : this.follow(next);
  }
}
