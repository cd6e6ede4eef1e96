/** The product of targets, credentials and overrides, for one server under test. */

import type { Caller, CallerTokens } from './callers.js';
import { mayRun } from './callers.js';
import { CREDENTIALS, PLAIN_CREDENTIALS, type CredentialCase } from './credentials.js';
import { OVERRIDES, type Override } from './overrides.js';
import { RAW_HTTP_ROUTES, type RawHttpRoute } from './policy.js';
import type { RawRequest } from './request.js';
import { SPELLINGS, type Spelling } from './path-spellings.js';

/** One request and the caller whose rights it may not exceed. */
export interface RawHttpCase {
  readonly name: string;
  readonly caller: Caller;
  readonly request: RawRequest;
  /** The operation that must run; `undefined` where it may run or not. */
  readonly mustRun?: string | undefined;
}

/** How a server under test differs from the defaults. */
export interface RawHttpOptions {
  /** A prefix of every path, such as `/api/v1`. Empty by default. */
  readonly prefix?: string;
  /** Header lines of every request, such as a version. */
  readonly lines?: readonly string[];
  /** Whether the framework repeats the target in its own error responses. A token from the target is then no leak. */
  readonly echoesTarget?: boolean;
  /**
   * A number from 0 to 6 selects one seventh of the matrix, and a sample of its largest product, so that seven servers
   * share it. Everything by default, which takes minutes.
   */
  readonly share?: number | undefined;
}

/** Generates the cases, about a hundred thousand. */
export function* rawHttpCases(tokens: CallerTokens, options: RawHttpOptions = {}): Generator<RawHttpCase> {
  const [unchanged] = SPELLINGS;
  if (unchanged === undefined) return;
  const everySeventh = sharer(options.share, 1);
  const everyFew = sharer(options.share, 31);
  for (const route of RAW_HTTP_ROUTES) {
    for (const credential of CREDENTIALS) {
      if (everySeventh()) yield spelled(route, unchanged, credential, tokens, options);
    }
    for (const credential of PLAIN_CREDENTIALS) {
      yield spelled(route, unchanged, credential, tokens, options);
      for (const spelling of SPELLINGS) {
        if (everySeventh()) yield spelled(route, spelling, credential, tokens, options);
      }
      for (const disguise of OVERRIDES) {
        if (everySeventh())
          yield overridden(spelled(route, unchanged, credential, tokens, options), disguise);
      }
    }
    for (const spelling of SPELLINGS) {
      for (const credential of CREDENTIALS) {
        if (everyFew()) yield spelled(route, spelling, credential, tokens, options);
      }
    }
  }
}

/** Returns whether the next case belongs to the share. No table has a length that is a multiple of 7 or 31. */
function sharer(share: number | undefined, sample: number): () => boolean {
  let count = 0;
  return () => share === undefined || count++ % (7 * sample) === share * sample;
}

function spelled(
  route: RawHttpRoute,
  spelling: Spelling,
  credential: CredentialCase,
  tokens: CallerTokens,
  options: RawHttpOptions,
): RawHttpCase {
  const tenant = route.tenantFrom === undefined ? undefined : 't-eu';
  const isServed =
    spelling === SPELLINGS[0] && credential.isServed && mayRun(credential.caller, route.operation, tenant);
  return {
    name: `${route.operation}, ${spelling.name}, ${credential.name}`,
    caller: credential.caller,
    request: credential.apply(requestFor(route, spelling, options), tokens),
    mustRun: isServed ? route.operation : undefined,
  };
}

function overridden({ name, caller, request }: RawHttpCase, disguise: Override): RawHttpCase {
  return { name: `${name}, ${disguise.name}`, caller, request: disguise.apply(request) };
}

function requestFor(
  { method, path, tenantFrom }: RawHttpRoute,
  spelling: Spelling,
  { prefix = '', lines = [] }: RawHttpOptions,
): RawRequest {
  const plain =
    prefix + path.replace('{tenant}', 't-eu').replace('{order}', 'o-1').replace('{path...}', 'docs/a.txt');
  return {
    method,
    target: spelling.write(plain),
    host: tenantFrom === 'host' ? 't-eu.example' : 'shop.example',
    lines: tenantFrom === 'header' ? [...lines, 'X-Tenant: t-eu'] : lines,
  };
}
