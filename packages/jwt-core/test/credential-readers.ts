/** Readers of credentials, as the policies of services make them. */

import { CredentialReader } from '../src/integrity/credential/reader.js';
import type { OperationPolicy } from '../src/policy/compile/service-policy.js';
import type { CredentialDocument } from '../src/policy/document/credentials.js';
import { resolveCredentials } from '../src/policy/model/credentials.js';

/** The operation of {@link readerOf} that takes its token from this parameter of the query. */
export const streamFrom = (query: string): OperationPolicy => ({
  name: 'stream',
  auth: 'required',
  route: undefined,
  tenant: undefined,
  query,
  limits: { maxLifetime: 300, ownMaxLifetime: undefined, maxAge: undefined },
  shadowUntil: undefined,
  rules: [],
});

/** The reader of a service with these places, and with one operation for a place in the query where one is named. */
export function readerOf(
  credentials?: readonly CredentialDocument[],
  maxTokenBytes = 8_192,
  query?: string,
): CredentialReader {
  return new CredentialReader({
    credentials: resolveCredentials(credentials),
    maxTokenBytes,
    operations: new Map(query === undefined ? [] : [['stream', streamFrom(query)]]),
  });
}
