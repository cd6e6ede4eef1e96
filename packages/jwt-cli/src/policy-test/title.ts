/** What a case is, in a few words. */

import type { CaseDocument, OperationTest } from './document.js';

/** `orders listOrders: alice with scope "other", after 10m`. */
export function titleOf(
  { service, operation, request }: Pick<OperationTest, 'service' | 'operation' | 'request'>,
  each: CaseDocument,
): string {
  const { name, caller, claims = {}, without = [], header = {}, tenant, after } = each;
  const what = `${service} ${operation ?? request ?? ''}`;
  if (name !== undefined) return `${what}: ${name}`;
  const changes = [
    ...Object.entries(claims).map(([claim, value]) => `with ${claim} ${short(value)}`),
    ...Object.entries(header).map(([parameter, value]) => `with the header ${parameter} ${short(value)}`),
    ...without.map((claim) => `without ${claim}`),
    ...(tenant === undefined ? [] : [`at tenant ${tenant}`]),
    ...(after === undefined ? [] : [`after ${after}`]),
  ];
  return `${what}: ${[caller, ...changes].join(', ').replace(', ', ' ')}`;
}

const MAX_LENGTH = 40;

function short(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
