/**
 * A second opinion on every decision: slow and obvious, written from the description of the policy and the RFCs.
 * It shares nothing with the code that it is compared with but the types of the document and the request.
 */

import type { OperationDocument } from '../../src/policy/document/document.js';
import { credentialOf } from './credential.js';
import { parse } from './format.js';
import { authorOf, faultOfSignature } from './issuer.js';
import { route } from './route.js';
import { judgeRules } from './rules.js';
import { faultOfType } from './kinds.js';
import { faultOfAudience, faultOfClaims, faultOfTime } from './suitable.js';
import { faultOfTenant, tenantOf } from './tenant.js';
import { own, type Case, type Known, type Members, type Verdict, type Wish } from './words.js';

/** The whole decision. */
export function decide(asked: Case): Verdict {
  const { name, ...found } = lookUp(asked, asked.wish);
  return { ...judgeAll(asked, found, isContradicted(asked, name.operation)), ...name };
}

/** In the order of the layers. */
function judgeAll(
  asked: Case,
  { operation, params }: Omit<LookedUp, 'name'>,
  isContradiction: boolean,
): Verdict {
  const anonymous: Verdict = isContradiction ? deny('operation.conflict') : { outcome: 'allow' };
  const service = asked.document.services[asked.service];
  if (service === undefined) throw new Error(`There is no service ${asked.service}.`);
  const auth =
    asked.wish.kind === 'identify' ? asked.wish.auth : (operation as OperationDocument | undefined)?.auth;
  if (auth === 'public') return anonymous;

  const credential = credentialOf(asked, service, operation);
  if ('code' in credential) {
    const isAnonymous = auth === 'optional' && credential.code === 'credential.missing';
    return isAnonymous ? anonymous : deny(credential.code);
  }
  const parsed = parse(credential.token);
  if ('code' in parsed) return deny(parsed.code);
  const author = authorOf(asked, service, parsed);
  if ('code' in author) return deny(author.code);
  const forged = faultOfSignature(asked, author, parsed);
  if (forged !== undefined) return deny(forged);

  const { header, claims } = parsed;
  const known: Known = { case: asked, service, operation, params, ...author, header, claims };
  const unsuitable =
    faultOfType(known) ??
    faultOfAudience(known) ??
    faultOfTime(known) ??
    faultOfClaims(known) ??
    faultOfTenant(known) ??
    (own(claims, 'cnf') === undefined ? undefined : 'binding.required');
  if (unsuitable !== undefined) return deny(unsuitable);
  const tenant = tenantOf(known);
  const whose = tenant === undefined ? {} : { tenant };
  if (operation === 'unknown') return { ...deny('operation.unknown'), ...whose };
  if (isContradiction) return { ...deny('operation.conflict'), ...whose };
  return { ...judge(known), ...whose };
}

interface LookedUp {
  readonly name: { readonly operation?: string };
  readonly operation: Known['operation'];
  readonly params: Members;
}

/** The operation that is asked for: by its name, or by method and path. */
function lookUp({ document, service, request }: Case, wish: Wish): LookedUp {
  const here = document.services[service];
  if (wish.kind === 'identify' || here === undefined) return { name: {}, operation: undefined, params: {} };
  const found = route(here, request.method, request.target);
  const name = wish.kind === 'named' ? wish.operation : found?.operation;
  const { operations = {} } = here;
  if (name === undefined || !Object.hasOwn(operations, name)) {
    return { name: {}, operation: 'unknown', params: {} };
  }
  // Those of the router, where there is one; else those of the route.
  const params =
    (wish.kind === 'named' ? request.params : undefined) ?? (found?.operation === name ? found.params : {});
  return { name: { operation: name }, operation: operations[name], params };
}

/** Whether the same request was taken for another operation before, and one of the two was found by its path. */
function isContradicted(asked: Case, operation: string | undefined): boolean {
  const { before, wish } = asked;
  if (before === undefined || operation === undefined) return false;
  const earlier = lookUp(asked, before).name.operation;
  const isNamedTwice = before.kind === 'named' && wish.kind === 'named';
  return earlier !== undefined && earlier !== operation && !isNamedTwice;
}

/** The rules; on trial until 00:00Z of a day, they are only told. */
function judge(known: Known): Verdict {
  const { operation, case: asked } = known;
  if (typeof operation !== 'object' || operation.allow === undefined) return { outcome: 'allow' };
  const said = judgeRules(known, operation.allow);
  const isTrial =
    operation.mode === 'shadow' && asked.clockMs < Date.parse(`${operation.shadowUntil ?? ''}T00:00:00Z`);
  const rule = 'rule' in said ? said : {};
  if (isTrial) return { outcome: 'allow', ...rule, shadow: 'code' in said ? said.code : 'allow' };
  return 'code' in said ? deny(said.code) : { outcome: 'allow', ...rule };
}

/** The status of a code (decisions.md, as a table of exceptions to 401). */
function deny(code: string): Verdict {
  return { outcome: 'deny', code, status: statusOf(code) };
}

function statusOf(code: string): number {
  if (code === 'key.unavailable') return 503;
  if (/^credential\.(?:ambiguous|malformed|incomplete)$/u.test(code)) return 400;
  if (code === 'credential.cross_site') return 403;
  return code.startsWith('tenant.') || code.startsWith('operation.') ? 403 : 401;
}
