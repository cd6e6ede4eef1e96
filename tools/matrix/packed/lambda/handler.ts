import { createVerifier } from '@org/jwt-core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

const verifier = createVerifier({ policy: 'jwt-policy.yaml', service: 'orders' });

export async function handler(event: APIGatewayProxyEventV2) {
  const { rawPath, rawQueryString, headers, requestContext } = event;
  const decision = await (
    await verifier
  ).decide({
    method: requestContext.http.method,
    target: rawQueryString === '' ? rawPath : `${rawPath}?${rawQueryString}`,
    rawHeaders: Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [name, value],
    ),
  });
  if (decision.outcome === 'allow') return { statusCode: 200, body: `hello ${decision.identity?.subject}` };
  const { status, headers: pairs, body } = decision.response;
  return { statusCode: status, headers: Object.fromEntries(pairs), body };
}
