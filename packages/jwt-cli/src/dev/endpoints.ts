/** The HTTP endpoints of a stand-in, on loopback: discovery and keys of each issuer, tokens, and what changes the keys. */

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Policy } from '@org/jwt-core';
import type { TestIssuer } from '@org/jwt-testing';
import type { Actions } from './actions.js';
import type { Minted, Wanted } from './stand-in.js';
import { helpFor } from './typed-commands.js';

/** What is served. */
export interface Served {
  readonly policy: Policy;
  readonly issuer: TestIssuer;
  readonly actions: Actions;
  readonly origin: () => string;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** For the page at `/` and the terminal. */
export const ENDPOINTS: readonly (readonly [line: string, does: string])[] = [
  ['GET /token?for=OPERATION', 'also &service= &rule= &issuer= &claim.NAME='],
  ['GET /expired?for=OPERATION', 'one that is expired already'],
  ['POST /rotate', 'new keys sign; the old ones stay published'],
  ['POST /retire', 'the old keys are not published any more'],
  ['GET /ISSUER/.well-known/openid-configuration', 'discovery of an issuer'],
  ['GET /ISSUER/jwks', 'the keys of an issuer'],
];

/** The server, which does not listen yet. */
export function endpointsOf(served: Served): Server {
  return createServer((request, response) => {
    void answer(request, served).then(({ status, body }) => {
      const isText = typeof body === 'string';
      response.writeHead(status, {
        'Content-Type': isText ? 'text/plain; charset=utf-8' : 'application/json',
        'Cache-Control': 'no-store',
      });
      response.end(isText ? body : `${JSON.stringify(body, undefined, 2)}\n`);
    });
  });
}

async function answer(request: IncomingMessage, served: Served): Promise<Reply> {
  // A page in a browser could otherwise reach this port under a name of its own (DNS rebinding).
  if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/u.test(request.headers.host ?? '')) {
    return { status: 421, body: { error: 'Ask 127.0.0.1 or localhost.' } };
  }
  const target = request.url ?? '/';
  if (!URL.canParse(target, served.origin())) return notFound();
  const url = new URL(target, served.origin());
  try {
    return (await change(request.method, url.pathname, served)) ?? read(request.method, url, served);
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}

async function change(
  method: string | undefined,
  path: string,
  { actions }: Served,
): Promise<Reply | undefined> {
  if (path !== '/rotate' && path !== '/retire') return undefined;
  if (method !== 'POST') return { status: 405, body: { error: `Write POST ${path}.` } };
  if (path === '/rotate') return { status: 200, body: { kid: await actions.rotate() } };
  await actions.retire();
  return { status: 200, body: {} };
}

function read(method: string | undefined, url: URL, served: Served): Reply {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, body: { error: 'Write GET.' } };
  const { pathname, searchParams } = url;
  if (pathname === '/') return { status: 200, body: help(served) };
  if (pathname === '/token') return reply(served.actions.token(wantedBy(searchParams)), searchParams);
  if (pathname === '/expired') return reply(served.actions.expired(wantedBy(searchParams)), searchParams);
  const [, issuer, document] =
    /^\/([^/]+)\/(jwks|\.well-known\/(?:openid-configuration|oauth-authorization-server))$/u.exec(pathname) ??
    [];
  if (issuer === undefined || document === undefined) return notFound();
  return documentOf(decodeURIComponent(issuer), document, served);
}

/** The token alone, so that `curl` can be put into a header; or all of it. */
function reply(minted: Minted, parameters: URLSearchParams): Reply {
  return { status: 200, body: parameters.get('format') === 'json' ? minted : `${minted.token}\n` };
}

function wantedBy(parameters: URLSearchParams): Wanted {
  const rule = parameters.get('rule');
  const claims = [...parameters].flatMap(([name, value]) =>
    name.startsWith('claim.') ? [[name.slice('claim.'.length), valueOf(value)] as const] : [],
  );
  return {
    operation: parameters.get('for') ?? undefined,
    service: parameters.get('service') ?? undefined,
    rule: rule === null ? undefined : Number(rule),
    issuer: parameters.get('issuer') ?? undefined,
    claims: Object.fromEntries(claims),
    header: {},
  };
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function documentOf(name: string, document: string, { policy, issuer, origin }: Served): Reply {
  const model = Object.hasOwn(policy.model.issuers, name) ? policy.model.issuers[name] : undefined;
  if (model === undefined) return notFound();
  const keys = keysFor(model, issuer);
  if (document === 'jwks') return { status: 200, body: { keys } };
  return {
    status: 200,
    body: {
      issuer: model.iss ?? `spiffe://${model.trustDomain ?? ''}`,
      jwks_uri: `${origin()}/${encodeURIComponent(name)}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: [...new Set(keys.flatMap(({ alg }) => alg ?? []))],
    },
  };
}

/** As the issuer's source of keys wants them: a SPIFFE bundle says `jwt-svid`. */
function keysFor(
  { keys }: Policy['model']['issuers'][string],
  issuer: TestIssuer,
): readonly Readonly<Record<string, unknown>>[] {
  const use = keys[0]?.use ?? 'sig';
  return issuer.publicJwks().keys.flatMap((key) => (key['use'] === 'sig' ? [{ ...key, use }] : []));
}

function help({ origin }: Served): string {
  return `${['jwt-policy dev-issuer', origin(), '', helpFor(ENDPOINTS)].join('\n')}\n`;
}

function notFound(): Reply {
  return { status: 404, body: { error: 'GET / says what there is.' } };
}
