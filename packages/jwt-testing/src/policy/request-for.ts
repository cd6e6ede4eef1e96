/** The request that an operation's route and the tenant ask for. */

import type { Policy } from '@org/jwt-core';
import type { RequestDescription } from '../http/request-description.js';

type Operation = Policy['model']['services'][string]['operations'][string];

/** Without a token. Parameters are `test`, save the tenant. */
export function requestOf(
  { route, tenant: source }: Operation,
  tenant: string | undefined,
): RequestDescription {
  const [method = 'GET', path = '/'] = route?.split(' ') ?? [];
  const target = path.replaceAll(/\{([^}]*?)(?:\.\.\.)?\}/gu, (_parameter, name: string) =>
    source?.from === 'path' && source.key === name ? encodeURIComponent(tenant ?? '') : 'test',
  );
  return { method, target, headers: headersFor(source, tenant) };
}

function headersFor(source: Operation['tenant'], tenant = ''): RequestDescription['headers'] {
  if (source?.from === 'header') return [[source.key, tenant]];
  if (source?.from !== 'host') return [];
  const labels = ['test', 'example', 'test'];
  const index = Number(source.key);
  return [['host', [...labels.slice(0, index), tenant, ...labels.slice(index)].join('.')]];
}
