import { anything, aText, readOptions, type OptionKinds } from '../options/read-options.js';
import type { Algorithm } from '../jose/algorithms.js';
import type { CredentialDocument } from './document/credentials.js';
import type { KeySources, OperationDocument } from './document/document.js';
import type { Lacks } from './document/provider.js';
import { definePolicy, type Policy } from './policy.js';
import type { TypedDocument } from './typed-document.js';
import { atCallOf } from './policy-error.js';

/** The whole policy of one service with one issuer. */
export interface SimplePolicyOptions<Operation extends string = string> {
  /** The exact `iss` of the tokens. */
  readonly issuer: string;
  /** What `aud` must contain. */
  readonly audience: string;
  /** The algorithms that the issuer may use. */
  readonly algs: readonly Algorithm[];
  /** What the service does, by name. Without them, it identifies callers, and allows none to do anything. */
  readonly operations?: { readonly [Name in Operation]?: OperationDocument };
  /** The `typ` of the tokens. `at+jwt` (RFC 9068) by default. */
  readonly typ?: string;
  /** Who the tokens speak of. `auto` by default: a token whose `sub` is its `client_id` is a workload, else a user. */
  readonly principal?: 'user' | 'workload' | 'auto';
  /** Where the issuer's keys are. `{ discovery: 'oidc' }` by default. */
  readonly keys?: KeySources;
  /** What the tokens of the issuer lack, and what takes its place. */
  readonly lacks?: Lacks;
  /** Where the service takes tokens from. `['header']` by default: `Authorization: Bearer …`. */
  readonly credentials?: readonly CredentialDocument[];
  /** The service's name in decisions and events. `service` by default. */
  readonly service?: string;
}

/** What the values may be is the document's business. */
const SIMPLE_OPTIONS: OptionKinds<SimplePolicyOptions> = {
  issuer: anything,
  audience: anything,
  algs: anything,
  operations: anything,
  typ: anything,
  principal: anything,
  keys: anything,
  lacks: anything,
  credentials: anything,
  service: aText,
};

/**
 * The shortest start: one service, one issuer, in code. It grows into a policy file without a change of rules.
 *
 * @throws {@link ConfigurationError} for an option that it does not have, {@link PolicyError} with every problem of the
 * policy.
 */
export function simplePolicy<Operation extends string>(
  options: SimplePolicyOptions<Operation>,
): Policy<Operation> {
  try {
    return definePolicy(documentOf(readOptions('simplePolicy', options, SIMPLE_OPTIONS)));
  } catch (error) {
    throw atCallOf(simplePolicy, error);
  }
}

function documentOf<Operation extends string>({
  issuer: iss,
  audience,
  algs,
  ...rest
}: SimplePolicyOptions<Operation>): TypedDocument<Operation> {
  const { typ = 'at+jwt', keys = { discovery: 'oidc' }, service = 'service', principal = 'auto' } = rest;
  const { lacks, operations, credentials } = rest;
  return {
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: service },
    issuers: { issuer: { iss, keys, algs, typ, principal, ...(lacks !== undefined && { lacks }) } },
    services: {
      [service]: {
        audience,
        accept: ['issuer'],
        ...(credentials !== undefined && { credentials }),
        ...(operations !== undefined && { operations }),
      },
    },
  };
}
