/** Compares a response with the decision: status, every header that the core sets, and the body byte for byte. */

import type { Decision } from '@org/jwt-core';
import type { HeaderPair } from '@org/jwt-core/adapter';
import { answerOf } from './answer.js';
import type { RawResponse } from '../http/exchange.js';

/** The first difference, in words, or `undefined`. */
export function compareWithDecision(
  response: RawResponse,
  decision: Decision,
  method: string,
): string | undefined {
  const headers = decision.outcome === 'allow' ? decision.headers : decision.response.headers;
  const status = decision.outcome === 'allow' ? 200 : decision.response.status;
  return (
    differ('status', String(status), String(response.status)) ??
    compareHeaders(response, headers) ??
    compareBody(response, decision, method)
  );
}

function compareHeaders(response: RawResponse, expected: readonly HeaderPair[]): string | undefined {
  // A challenge that is not in the decision was added by the adapter.
  const names = new Set([...expected.map(([name]) => name.toLowerCase()), 'www-authenticate']);
  for (const name of names) {
    const difference = differ(
      `header ${name}`,
      inWords(valuesOf(expected, name)),
      inWords(valuesOf(response.headers, name)),
    );
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function valuesOf(headers: readonly HeaderPair[], wanted: string): readonly string[] {
  return headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
}

function inWords(values: readonly string[]): string {
  return values.length === 0 ? 'none' : values.map((value) => JSON.stringify(value)).join(' and ');
}

function compareBody({ body }: RawResponse, decision: Decision, method: string): string | undefined {
  if (method === 'HEAD') return differ('body', '', body.toString());
  if (decision.outcome === 'deny') {
    return body.equals(Buffer.from(decision.response.body))
      ? undefined
      : (differ('body', decision.response.body, body.toString()) ??
          'expected the body in UTF-8, got other bytes');
  }
  return differ('body', JSON.stringify(answerOf(decision.identity)), JSON.stringify(readAnswer(body)));
}

/** The members of the answer in a fixed order; a body that is not JSON is returned as text. */
function readAnswer(body: Buffer): unknown {
  try {
    const { operation, subject, tenant, scopes, ...more } = JSON.parse(body.toString()) as Record<
      string,
      unknown
    >;
    return { operation, subject, tenant, scopes, ...more };
  } catch {
    return body.toString();
  }
}

function differ(what: string, expected: string, got: string): string | undefined {
  return expected === got ? undefined : `expected ${what} ${expected || '(empty)'}, got ${got || '(empty)'}`;
}
