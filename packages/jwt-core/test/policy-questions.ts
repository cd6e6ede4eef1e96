/** Questions to the suitability checks: a signed token, a small compiled policy and a request, each with one thing changed. */

import { Trace } from '../src/decision/trace.js';
import { Denial } from '../src/decision/denial.js';
import { evidenceOf, type AuthenticatedToken } from '../src/integrity/evidence.js';
import { parseStrictJson } from '../src/json/strict-json.js';
import { compileService } from '../src/policy/compile/compile-service.js';
import type {
  IdentityDocument,
  IssuerDocument,
  OperationDocument,
  PolicyDocument,
  ServiceDocument,
} from '../src/policy/document/document.js';
import { definePolicy } from '../src/policy/policy.js';
import type { OperationPolicy, ServicePolicy } from '../src/policy/compile/service-policy.js';
import type { HttpRequest } from '../src/request/access-request.js';
import { checkSuitability } from '../src/suitability/checks.js';
import type { Check, Finding, Question } from '../src/suitability/question.js';

/** The frozen moment of every question, in seconds since 1970. */
export const MOMENT = 1_800_000_000;

/** The claims of a token that the operation `act` takes. */
export const CLAIMS: Readonly<Record<string, unknown>> = {
  iss: 'https://id.example',
  aud: 'https://orders.example',
  sub: 'alice',
  client_id: 'web',
  iat: MOMENT - 10,
  exp: MOMENT + 300,
  scope: 'orders:read orders:write',
  roles: ['clerk'],
};

/** What differs from the ordinary. */
export interface Asking {
  /** Added to the ordinary claims; `undefined` takes one away. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** The whole payload as text, in place of claims. */
  readonly payload?: string;
  readonly typ?: string | undefined;
  readonly issuer?: Partial<IssuerDocument>;
  readonly service?: Partial<ServiceDocument>;
  readonly defaults?: PolicyDocument['defaults'];
  readonly identities?: Readonly<Record<string, IdentityDocument>>;
  /** The operation `act`; or one that the policy does not know; or nothing but who it is. */
  readonly operation?: OperationDocument | 'unknown' | 'identify';
  readonly request?: Partial<HttpRequest>;
  readonly params?: Question['params'];
  readonly now?: number;
}

/** One question. */
export function question(asking: Asking = {}): Question {
  const policy = policyOf(asking);
  const token = tokenOf(asking, policy);
  return {
    evidence: evidenceOf(token),
    request: { method: 'GET', target: '/act', rawHeaders: [], ...asking.request },
    policy,
    operation: operationOf(asking, policy),
    params: asking.params,
    now: asking.now ?? MOMENT,
  };
}

/** What one check says to a question: a code, or `passed`. */
export function verdict(check: Check, asking?: Asking): string {
  return denialIn(check.check(question(asking)))?.code ?? 'passed';
}

/** The denial in what a check finds. */
export function denialIn(finding: Finding): Denial | undefined {
  return finding instanceof Denial ? finding : undefined;
}

/** What the whole list says to a question. */
export function judged(asking?: Asking): Denial | undefined {
  return checkSuitability(question(asking), new Trace(), 'enforce').denial;
}

function policyOf({ issuer, service, defaults, identities, operation }: Asking): ServicePolicy {
  const act: OperationDocument =
    typeof operation === 'object' ? operation : { allow: [{ principal: 'user' }] };
  const other: IssuerDocument = {
    iss: 'https://other.example',
    keys: { discovery: 'oidc' },
    algs: ['ES256'],
    typ: 'at+jwt',
  };
  const { profile } = issuer ?? {};
  // What a profile knows is left to it.
  const login = { ...(profile === undefined ? other : {}), iss: 'https://id.example', ...issuer };
  const document: PolicyDocument = {
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'test' },
    ...(defaults === undefined ? {} : { defaults }),
    issuers: { login, other },
    ...(identities === undefined ? {} : { identities }),
    services: {
      orders: {
        audience: 'https://orders.example',
        accept: ['login', 'other'],
        operations: { act },
        ...service,
      },
    },
  };
  return compileService(definePolicy(document), 'orders');
}

/** Claims go through the parser that tokens go through, so that they look as they do there. */
function tokenOf(asking: Asking, policy: ServicePolicy): AuthenticatedToken {
  const text = asking.payload ?? JSON.stringify({ ...CLAIMS, ...asking.claims });
  const parsed = parseStrictJson(text);
  if (typeof parsed === 'string') throw new Error(`These claims are ${parsed}.`);
  const entry = policy.issuers.get(typeof parsed['iss'] === 'string' ? parsed['iss'] : '');
  if (entry === undefined) throw new Error('The policy does not accept this issuer.');
  const typ = 'typ' in asking ? asking.typ : 'at+jwt';
  const token = {
    header: { alg: 'ES256', kid: 'k1', typ },
    claims: parsed,
    entry,
  };
  return token as unknown as AuthenticatedToken; // made by the signature step alone, which these tests leave out
}

function operationOf({ operation }: Asking, policy: ServicePolicy): OperationPolicy | 'unknown' | undefined {
  if (operation === 'identify') return undefined;
  return operation === 'unknown' ? 'unknown' : policy.operations.get('act');
}

/** One value of every JSON type. */
export const JSON_VALUES: Readonly<Record<string, unknown>> = {
  'a string': 'text',
  'an empty string': '',
  'a number': 1,
  zero: 0,
  true: true,
  false: false,
  null: null,
  'a list': ['text'],
  'an empty list': [],
  'a list of numbers': [1],
  'a list with null': ['text', null],
  'a list of lists': [['text']],
  'an object': { text: 'text' },
  'an empty object': {},
};
