/** Policy documents as users write them, and ways to break them. */

import { parsePolicy } from '../src/policy/policy.js';
import type { PolicyDocument } from '../src/policy/document/document.js';
import { PolicyError } from '../src/policy/policy-error.js';
import { type PolicyProblem } from '../src/policy/problem.js';

/** The smallest document with everything that is required. Seventeen lines: tests count them. */
export const SMALL = `apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: shop }
issuers:
  login:
    iss: https://id.example/
    keys: { discovery: oidc }
    algs: [ES256]
    typ: at+jwt
services:
  orders:
    audience: https://orders.example
    accept: [login]
    operations:
      list:
        route: GET /orders
        allow: [{ principal: user }]
`;

/** The same document, in code. */
export const SMALL_DOCUMENT: PolicyDocument = {
  apiVersion: 'jwt-policy/v1',
  kind: 'JwtPolicy',
  metadata: { name: 'shop' },
  issuers: {
    login: { iss: 'https://id.example/', keys: { discovery: 'oidc' }, algs: ['ES256'], typ: 'at+jwt' },
  },
  services: {
    orders: {
      audience: 'https://orders.example',
      accept: ['login'],
      operations: { list: { route: 'GET /orders', allow: [{ principal: 'user' }] } },
    },
  },
};

/** A text with one place changed. */
export function edited(from: string, to: string, text: string = SMALL): string {
  if (!text.includes(from)) throw new Error(`The document does not hold ${JSON.stringify(from)}.`);
  return text.replace(from, () => to);
}

/** {@link SMALL} with one more line after the line that holds `before`. */
export function withLine(before: string, line: string, text: string = SMALL): string {
  const [found] =
    new RegExp(`^.*${before.replace(/[[\]{}.*+?()|\\^$]/gu, '\\$&')}.*\n`, 'mu').exec(text) ?? [];
  if (found === undefined) throw new Error(`The document has no line with ${JSON.stringify(before)}.`);
  return text.replace(found, () => `${found}${line}\n`);
}

/** Everything that is wrong with a text; empty for a good one. */
export async function problemsOf(text: string): Promise<readonly PolicyProblem[]> {
  try {
    await parsePolicy(text);
    return [];
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
}

/** Code, place and pointer of a problem on one line. */
export function placeOf({ code, pointer, line, column }: PolicyProblem): string {
  return `${String(line)}:${String(column)} ${code} ${pointer}`.trimEnd();
}

/** One mistake: what the user did, the text, where it is reported, and a part of the message. */
export type Mistake = readonly [name: string, text: string, place: string, says: string];

/** The example of the policy guide, without what is not supported yet. */
export const EXAMPLE = `# yaml-language-server: $schema=./node_modules/@org/jwt-core/schema/jwt-policy.v1.json
apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: acme, revision: 2026-11-20.1, owner: iam@acme.example, environment: production }

defaults:                          # services and issuers may only tighten these
  clockSkew: 5s
  maxLifetime: 15m                 # exp - iat

issuers:                           # WHOM we believe, with WHICH keys, for WHICH kind of token
  login:
    iss: https://id.acme.example/  # exact string, slash included
    keys: { discovery: oidc }
    algs: [ES256, EdDSA]
    typ: at+jwt                   # RFC 9068; an ID token cannot pass
    principal: auto
    tenant: tenant_id              # the claim that names the tenant
    roles: /realm_access/roles     # a JSON Pointer reaches nested claims
  github:
    profile: github-actions        # what is known of the provider; the document may only tighten it
    principal: workload
    require: { repository_owner_id: { equals: "1234567" } }

identities:                        # non-human identities: one name, one owner, one review date
  release-bot:
    issuer: github
    require: { repository_id: { equals: "987654" }, environment: { equals: production } }
    owner: team-release
    reviewBy: 2027-01-31
  ledger-sync:
    issuer: login
    require: { client_id: { equals: ledger-sync } }
    owner: team-ledger
    reviewBy: 2027-03-01
  refund-agent:                    # an AI agent acts for a person, never alone
    issuer: login
    actor: { sub: { equals: agent:refund-assistant } }
    owner: team-support
    reviewBy: 2027-01-31

services:
  payments:
    audience: https://payments.acme.example   # exactly one string
    accept: [login, github]
    tenants: [t-eu, t-us]
    tenantFrom: path.tenant                   # every operation's default
    maxAge: 10m                               # since iat
    operations:
      health: { route: GET /healthz, auth: public }
      listPayments:
        route: GET /v1/tenants/{tenant}/payments
        allow:
          - { principal: user, scopes: [payments:read] }
          - { identity: ledger-sync }
      createPayment:
        route: POST /v1/tenants/{tenant}/payments
        maxAge: 2m
        allow:                                # WHO may; one rule is enough, within a rule all must hold
          - principal: user
            scopes: [payments:write]
            roles: { anyOf: [treasurer, controller] }
            where:
              department: { in: [finance, treasury] }
              /limits/eur: { gte: 1 }
      refund: { route: "POST /v1/tenants/{tenant}/refunds", allow: [{ identity: refund-agent }] }
      deploy: { route: POST /internal/deploy, tenant: any, allow: [{ identity: release-bot }] }
`;

/** A public key of good form. */
export const PUBLIC_KEY: string = `{ kty: OKP, crv: Ed25519, x: ${'A'.repeat(43)} }`;
