/** A document that can be asked about tokens alone, whatever way they came. */

import type { PolicyDocument } from '@org/jwt-core/policy';
import { without } from './without.js';

/** The name of an operation that takes every token which is good for the service. */
export const ANY_TOKEN = 'jwt-policy-diff';

/** Without places of credentials, and with an operation that asks only for a good token. */
export function askable(document: PolicyDocument): PolicyDocument {
  const services = mapValues(document.services, (service) => ({
    ...without(service, 'credentials'),
    operations: {
      ...mapValues(service.operations ?? {}, (operation) => without(operation, 'credentials', 'route')),
      [ANY_TOKEN]: { auth: 'optional', tenant: 'any' } as const,
    },
  }));
  // A parameter of the path must be in a route.
  return { ...without(document, 'waivers'), services: mapValues(services, (service) => withRoutes(service)) };
}

type Service = PolicyDocument['services'][string];

function withRoutes(service: Service): Service {
  const operations = Object.entries(service.operations ?? {}).map(([name, operation], index) => {
    const { tenant, tenantFrom = service.tenantFrom } = operation;
    const asks =
      tenant === undefined && operation.auth !== 'public' && tenantFrom?.startsWith('path.') === true;
    const route = `GET /${String(index)}/{${tenantFrom?.slice('path.'.length) ?? ''}}`;
    return [name, asks ? { ...operation, route } : operation] as const;
  });
  return { ...service, operations: Object.fromEntries(operations) };
}

/** Each operation with this one of its rules; one that has no such rule stays as it is. */
export function withRule(document: PolicyDocument, rule: number): PolicyDocument {
  const services = mapValues(document.services, (service) => ({
    ...service,
    operations: mapValues(service.operations ?? {}, (operation) => {
      const allow = operation.allow?.slice(rule, rule + 1) ?? [];
      return allow.length === 0 ? operation : { ...operation, allow };
    }),
  }));
  return { ...document, services };
}

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value) => Result,
): Readonly<Record<string, Result>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
