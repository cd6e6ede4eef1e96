/** One issuer as a user reported it, one service, and what becomes of a token. */

import { definePolicy } from '../src/policy/policy.js';
import type { IssuerDocument, OperationDocument, ServiceDocument } from '../src/policy/document/document.js';
import { createVerifier } from '../src/verify/create-verifier.js';
import { NOW, NOW_SECONDS, type Signer } from './mint.js';

/** Members to change, or to leave out. */
type Changes<Value> = { readonly [Key in keyof Value]?: Value[Key] | undefined };

/** What is changed of the policy and the token that all reports share. */
export interface Reported {
  readonly issuer?: Changes<IssuerDocument>;
  readonly service?: Partial<ServiceDocument>;
  readonly operations?: Readonly<Record<string, OperationDocument>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** The whole payload, in place of the claims. */
  readonly payload?: string;
  readonly typ?: string | undefined;
  readonly operation?: string;
  readonly now?: number;
}

export const REPORTED_ISS = 'https://idp.acme.example';
export const REPORTED_AUDIENCE = 'https://orders.acme.example';

/** The claims that a report does not change. */
export const REPORTED_CLAIMS = {
  iss: REPORTED_ISS,
  aud: REPORTED_AUDIENCE,
  sub: 'u',
  iat: NOW_SECONDS,
  exp: NOW_SECONDS + 300,
} as const;

/** `allow`, or the code of the denial. */
export async function reportedVerdict(signer: Signer, reported: Reported): Promise<string> {
  const { issuer = {}, service = {}, operations, claims = {}, operation = 'list', now = NOW } = reported;
  const keys = { jwks: { keys: [signer.jwk] } };
  const idp = { iss: REPORTED_ISS, keys, algs: ['ES256'], typ: 'JWT', principal: 'user', ...issuer };
  const policy = definePolicy({
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'reported' },
    issuers: { idp: without(idp) },
    services: {
      orders: {
        audience: REPORTED_AUDIENCE,
        accept: ['idp'],
        operations: operations ?? { list: { route: 'GET /orders', allow: [{ principal: 'user' }] } },
        ...service,
      },
    },
  });
  const verifier = await createVerifier({ policy, clock: () => now });
  const payload = reported.payload ?? { ...REPORTED_CLAIMS, ...claims };
  const typ = 'typ' in reported ? reported.typ : 'JWT';
  const token = await signer.sign(payload, { typ });
  const decision = await verifier.decide({ kind: 'call', token }, { operation });
  await verifier.close();
  return decision.outcome === 'deny' ? decision.code : 'allow';
}

/** Without the members that are `undefined`. */
function without(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}
