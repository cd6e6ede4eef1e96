/** Two kinds of policy that alternate, and every token that only a mixture of them would let pass. */

import { createSigner, NOW_SECONDS, type Signer } from './mint.js';
import type { HttpRequest } from '../src/request/access-request.js';

const KINDS = ['a', 'b'] as const;
export type Kind = (typeof KINDS)[number];

/** Which kind of policy each part of a token belongs to. */
export interface Mixture {
  readonly key: Kind;
  readonly audience: Kind;
  readonly scope: Kind;
  readonly request: HttpRequest;
}

/** What the requests and documents of one run are made of. */
export interface Torture {
  /** The document with this number: even ones are of kind `a`. */
  readonly document: (number: number) => string;
  /** A token for each combination of the three parts. */
  readonly mixtures: readonly Mixture[];
  /** A request that every document lets pass. */
  readonly steady: HttpRequest;
  /** The keys of the issuer that never changes, as it publishes them. */
  readonly published: string;
}

const LOGIN = 'https://login.example';
export const STEADY = 'https://steady.example';

/** The kind of a revision `r17`. */
export function kindOf(revision: string): Kind {
  return Number(revision.slice(1)) % 2 === 0 ? 'a' : 'b';
}

/** What a policy of this kind says to a token: the order is that of the checks. */
export function expectedCode({ key, audience, scope }: Mixture, kind: Kind): string {
  if (key !== kind) return 'signature.invalid'; // both kinds publish their key under one `kid`
  if (audience !== kind) return 'audience.mismatch';
  return scope === kind ? 'allow' : 'operation.scope';
}

export async function createTorture(): Promise<Torture> {
  const signers = { a: await createSigner('EdDSA'), b: await createSigner('EdDSA') };
  const steady = await createSigner('EdDSA');
  const combinations = KINDS.flatMap((key) =>
    KINDS.flatMap((audience) => KINDS.map((scope) => ({ key, audience, scope }))),
  );
  return {
    document: (number) => documentOf(number, signers[kindOf(`r${String(number)}`)]),
    mixtures: await Promise.all(
      combinations.map(async ({ key, audience, scope }) => ({
        key,
        audience,
        scope,
        request: await requestOf(
          signers[key],
          LOGIN,
          `https://orders.example/${audience}`,
          `read:${scope}`,
          '/orders',
        ),
      })),
    ),
    steady: await requestOf(steady, STEADY, 'https://orders.example/steady', 'ping', '/ping'),
    published: JSON.stringify({ keys: [steady.jwk] }),
  };
}

async function requestOf(
  signer: Signer,
  iss: string,
  aud: string,
  scope: string,
  target: string,
): Promise<HttpRequest> {
  const times = { iat: NOW_SECONDS - 10, exp: NOW_SECONDS + 300 };
  const token = await signer.sign({ iss, aud, scope, sub: 'alice', client_id: 'web', ...times });
  return { method: 'GET', target, rawHeaders: ['Authorization', `Bearer ${token}`] };
}

/** The last line is what a torn document would lack: without it, the scope of the token would not be asked about. */
function documentOf(number: number, { jwk }: Signer): string {
  const kind = kindOf(`r${String(number)}`);
  return `apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: torture, revision: r${String(number)} }
issuers:
  login:
    iss: ${LOGIN}
    keys: { jwks: { keys: [${JSON.stringify(jwk)}] } }
    algs: [EdDSA]
    typ: at+jwt
  steady:
    iss: ${STEADY}
    keys: { jwksUri: ${STEADY}/jwks }
    algs: [EdDSA]
    typ: at+jwt
services:
  orders:
    audience: https://orders.example/${kind}
    accept:
      - login
      - { issuer: steady, audience: https://orders.example/steady }
    operations:
      ping: { route: GET /ping, allow: [{ principal: user, scopes: [ping] }] }
      list:
        route: GET /orders
        allow:
          - principal: user
            scopes: ["read:${kind}"]
`;
}
