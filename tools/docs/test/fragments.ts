/** Makes a whole policy of the part that a page shows. */

const HEAD = `apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: example }
`;

/** What replaces the parts that a page leaves out. */
const PARTS: Readonly<Record<string, string>> = {
  issuers: `issuers:
  login:
    iss: https://id.acme.example/
    keys: { discovery: oidc }
    algs: [ES256]
    typ: at+jwt
    tenant: tenant_id
`,
  identities: `identities:
  ledger-sync:
    issuer: login
    require: { client_id: { equals: ledger-sync } }
    owner: team-ledger
    reviewBy: 2027-03-01
`,
  services: `services:
  orders:
    audience: https://orders.acme.example
    accept: [login]
    operations: { health: { route: GET /healthz, auth: public } }
`,
};

/** The service that the keys of one belong to: what the page leaves out is added. */
const SERVICE: Readonly<Record<string, string>> = {
  audience: 'audience: https://orders.acme.example\n',
  accept: 'accept: [login]\n',
  operations: 'operations: { health: { route: GET /healthz, auth: public } }\n',
};

/** A whole policy stays as it is. A part is recognised by its first key. */
export function completePolicy(text: string): string {
  if (/^\s*"?apiVersion\b/mu.test(text)) return text;
  const keys = new Set([...text.matchAll(/^([A-Za-z]+):/gmu)].map(([, key = '']) => key));
  if (['defaults', 'issuers', 'identities', 'services', 'waivers'].some((key) => keys.has(key))) {
    // The identity that is added belongs to the issuer that is added.
    const given = keys.has('issuers') ? new Set([...keys, 'identities']) : keys;
    return HEAD + missing(PARTS, given) + text;
  }
  if (keys.has('allow') || keys.has('route')) {
    return completePolicy(`operations:\n  shown:\n${indent(text, 4)}`);
  }
  if (keys.size === 0) return completePolicy(`allow:\n${indent(text, 2)}`);
  const service = missing(SERVICE, keys) + text;
  return completePolicy(`services:\n  orders:\n${indent(service, 4)}`);
}

function missing(parts: Readonly<Record<string, string>>, keys: ReadonlySet<string>): string {
  return Object.entries(parts)
    .filter(([key]) => !keys.has(key))
    .map(([, part]) => part)
    .join('');
}

function indent(text: string, spaces: number): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : ' '.repeat(spaces) + line))
    .join('\n');
}
