/** One policy, and the same with a place changed. */

/** What the tests change. */
export const POLICY = `apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: shop }
issuers:
  login:
    iss: https://id.example/
    keys: { discovery: oidc }
    algs: [ES256]
    typ: at+jwt
    tenant: tid
    tenants: [acme, beta]
  ci:
    iss: https://ci.example/
    keys: { jwksUri: https://ci.example/keys }
    algs: [ES256]
    typ: at+jwt
    principal: workload
    require: { org: { equals: acme } }
identities:
  deployer:
    issuer: ci
    require: { repository: { equals: acme/shop } }
    owner: team-x
    reviewBy: 2027-01-01
services:
  orders:
    audience: https://orders.example
    accept: [login, ci]
    maxAge: 10m
    operations:
      list:
        route: GET /orders
        allow: [{ principal: user, scopes: [read] }]
      create:
        route: POST /{tenant}/orders
        tenantFrom: path.tenant
        allow: [{ principal: user, issuer: login, scopes: [write], where: { acr: { in: [silver, gold] } } }]
      deploy:
        route: POST /deploy
        allow: [{ identity: deployer }]
      health: { route: GET /health, auth: public }
`;

/** {@link POLICY} with one text in the place of another. */
export function edited(from: string, to: string): string {
  if (!POLICY.includes(from)) throw new Error(`The policy does not hold ${from}.`);
  return POLICY.replace(from, () => to);
}
