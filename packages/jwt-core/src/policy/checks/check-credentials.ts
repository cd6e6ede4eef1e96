/** Where tokens are taken from: each place once, none that names the tenant, and a query only for short tokens. */

import type { CredentialDocument } from '../document/credentials.js';
import type { Limits, OperationDocument, ServiceDocument } from '../document/document.js';
import { amountOf, LIMITS } from '../document/limits.js';
import { authorizationScheme } from '../model/credentials.js';
import type { DocumentPlace } from '../problem.js';

/** A URL is written into logs and histories, and its token can be used by their readers while it lives. */
const MAX_QUERY_LIFETIME = '5m';

/** Reports what is wrong with the places of a service. */
export function checkPlaces(
  { credentials = [], tenantFrom, operations = {} }: ServiceDocument,
  place: DocumentPlace,
): void {
  const sources = [tenantFrom, ...Object.values(operations).map((operation) => operation.tenantFrom)];
  const tenants = new Set(sources.map((source) => source?.toLowerCase()));
  const known = new Set<string>();
  for (const [index, each] of credentials.entries()) {
    const at = place.at('credentials', index);
    const name = nameOf(each);
    if (known.has(name)) at.invalid('This place is here twice.');
    known.add(name);
    if (!tenants.has(name)) continue;
    at.at('header').invalid('This header names the tenant (tenantFrom): a token cannot be in it as well.');
  }
}

/** Each place has another. A header is written as `tenantFrom` writes it. */
function nameOf(credential: CredentialDocument): string {
  const scheme = authorizationScheme(credential);
  if (credential === 'header' || scheme !== undefined) return `authorization.${String(scheme).toLowerCase()}`;
  const { cookie, header = '' } = credential;
  return cookie === undefined ? `header.${header.toLowerCase()}` : `cookie.${cookie}`;
}

/** `outer` are the limits around it, the nearest first. Reports an operation that would take a token from the query of a request that need not have it there, or for too long. */
export function checkQuery(
  { auth, route, credentials, maxLifetime }: OperationDocument,
  outer: readonly Limits[],
  place: DocumentPlace,
): void {
  if (credentials === undefined || auth === 'public') return;
  if (route !== undefined && !route.startsWith('GET ')) {
    place
      .at('credentials')
      .invalid(
        'A token in the query is taken with GET alone: whatever sends another method can send headers.',
      );
  }
  const [around = LIMITS.maxLifetime.default] = outer.flatMap((limits) => limits.maxLifetime ?? []);
  if (amountOf(maxLifetime ?? around) <= amountOf(MAX_QUERY_LIFETIME)) return;
  place
    .at('credentials')
    .invalid(
      `URLs are kept in logs and histories: where the query may have a token, write maxLifetime: ${MAX_QUERY_LIFETIME} or less.`,
    );
}
