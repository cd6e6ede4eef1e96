// A function behind an HTTP API of AWS (payload format 2.0), as one file. The policy is in the bundle.
import { createVerifier, definePolicy } from '@org/jwt-core';

interface Event {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: { readonly http: { readonly method: string } };
}

interface Answer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

const jwks = JSON.parse(process.env['KEY_SET'] ?? '{}');

const policy = definePolicy({
  apiVersion: 'jwt-policy/v1',
  kind: 'JwtPolicy',
  metadata: { name: 'acme' },
  issuers: {
    login: { iss: 'https://id.acme.example/', keys: { jwks }, algs: ['ES256'], typ: 'at+jwt' },
  },
  services: {
    orders: {
      audience: 'https://orders.acme.example',
      accept: ['login'],
      operations: { listOrders: { route: 'GET /orders', allow: [{ principal: 'user' }] } },
    },
  },
});
const verifier = createVerifier({ policy, service: 'orders' });

export async function handler({ rawPath, rawQueryString, headers, requestContext }: Event): Promise<Answer> {
  const decision = await (
    await verifier
  ).decide({
    method: requestContext.http.method,
    target: rawQueryString === '' ? rawPath : `${rawPath}?${rawQueryString}`,
    rawHeaders: Object.entries(headers).flat(),
  });
  if (decision.outcome === 'allow')
    return { statusCode: 200, body: JSON.stringify({ for: decision.identity?.subject }) };
  const { status, headers: pairs, body } = decision.response;
  return { statusCode: status, headers: Object.fromEntries(pairs), body };
}
