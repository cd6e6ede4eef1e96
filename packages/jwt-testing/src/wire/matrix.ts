/** The product of targets, credentials and disguises, for one server under test. */

import type { Caller, CallerTokens } from './callers.js';
import { mayRun } from './callers.js';
import { CREDENTIALS, PLAIN_CREDENTIALS, type CredentialCase } from './credentials.js';
import { OVERRIDES, type Override } from './overrides.js';
import { RAW_HTTP_ROUTES, type RawHttpRoute } from './policy.js';
import type { RawRequest } from './request.js';
import { SPELLINGS, type Spelling } from './path-spellings.js';

/** One request and the most that it may do. */
export interface RawHttpCase {
  readonly name: string;
  readonly caller: Caller;
  readonly request: RawRequest;
  /** The operation that must run; `undefined` where it is enough that no other one does. */
  readonly mustRun?: string | undefined;
}

/** How the paths of the policy are reached on this server. */
export interface RawHttpOptions {
  /** In front of every path, such as `/api/v1`. Empty by default. */
  readonly prefix?: string;
  /** Header lines that every request needs, such as that of a version. */
  readonly lines?: readonly string[];
  /** Whether the framework's own refusals repeat the target: a token in there is then the sender's own echo. */
  readonly echoesTarget?: boolean;
  /**
   * A number from 0 to 6: one seventh of the matrix, so that seven servers share it, and of the largest product of all
   * a sample. Everything by default, which takes minutes.
   */
  readonly share?: number | undefined;
}

/** The cases: a generator, because there are a hundred thousand. */
export function* rawHttpCases(tokens: CallerTokens, place: RawHttpOptions = {}): Generator<RawHttpCase> {
  const [asItIs] = SPELLINGS;
  if (asItIs === undefined) return;
  const everySeventh = sharer(place.share, 1);
  const everyFew = sharer(place.share, 31);
  for (const route of RAW_HTTP_ROUTES) {
    for (const credential of CREDENTIALS) {
      if (everySeventh()) yield spelled(route, asItIs, credential, tokens, place);
    }
    for (const credential of PLAIN_CREDENTIALS) {
      yield spelled(route, asItIs, credential, tokens, place);
      for (const spelling of SPELLINGS) {
        if (everySeventh()) yield spelled(route, spelling, credential, tokens, place);
      }
      for (const disguise of OVERRIDES) {
        if (everySeventh()) yield overridden(spelled(route, asItIs, credential, tokens, place), disguise);
      }
    }
    for (const spelling of SPELLINGS) {
      for (const credential of CREDENTIALS) {
        if (everyFew()) yield spelled(route, spelling, credential, tokens, place);
      }
    }
  }
}

/** Says yes to each case that belongs to a share. No table has a length that 7 or 31 divides. */
function sharer(share: number | undefined, sample: number): () => boolean {
  let count = 0;
  return () => share === undefined || count++ % (7 * sample) === share * sample;
}

function spelled(
  route: RawHttpRoute,
  spelling: Spelling,
  credential: CredentialCase,
  tokens: CallerTokens,
  place: RawHttpOptions,
): RawHttpCase {
  const tenant = route.tenantFrom === undefined ? undefined : 't-eu';
  const isServed =
    spelling === SPELLINGS[0] && credential.isServed && mayRun(credential.caller, route.operation, tenant);
  return {
    name: `${route.operation}, ${spelling.name}, ${credential.name}`,
    caller: credential.caller,
    request: credential.apply(requestFor(route, spelling, place), tokens),
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
  const plain = prefix + path.replace('{tenant}', 't-eu').replace('{order}', 'o-1');
  return {
    method,
    target: spelling.write(plain),
    host: tenantFrom === 'host' ? 't-eu.example' : 'shop.example',
    lines: tenantFrom === 'header' ? [...lines, 'X-Tenant: t-eu'] : lines,
  };
}
