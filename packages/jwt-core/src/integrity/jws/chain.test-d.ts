/** What must not compile: each step takes what the step before made, and nothing else. Checked by the test tsconfig. */

import type { Denial } from '../../decision/denial.js';
import type { Claims } from '../../json/json-value.js';
import type { KeyFinder, VerificationKey } from '../../keys/key-ring.js';
import type { Check, Finding, Question } from '../../suitability/question.js';
import { evidenceOf, type AuthenticatedToken, type Evidence } from '../evidence.js';
import { checkSuitability } from '../../suitability/checks.js';
import { Trace } from '../../decision/trace.js';
import type { IssuerEntry, IssuerPolicy } from '../../policy/compile/service-policy.js';
import { parseToken, type CompactToken, type ParsedToken } from './format.js';
import { attribute, type AttributedToken } from './issuer.js';
import { verifySignature } from './signature.js';
import { isSignedBy } from './signed-by.js';

declare const parsed: ParsedToken;
declare const compact: CompactToken;
declare const attributed: AttributedToken;
declare const signed: AuthenticatedToken;
declare const entry: IssuerEntry;
declare const ring: KeyFinder;
declare const key: VerificationKey;
declare const question: Question;
declare const check: Check;

// Claims before the signature are not the issuer's word.
// @ts-expect-error -- untrusted claims cannot be read
export const subject: unknown = parsed.claims['sub'];
// @ts-expect-error -- untrusted claims are not claims
export const claims: Claims = parsed.claims;
// @ts-expect-error -- nor a plain record
export const record: Readonly<Record<string, unknown>> = parsed.claims;
// @ts-expect-error -- nor can they be taken apart
export const { sub } = parsed.claims;

// No token becomes an authenticated one without the signature step.
// @ts-expect-error -- a parsed token is not an authenticated one
export const early: AuthenticatedToken = parsed;
// @ts-expect-error -- nor is an attributed one
export const attributedOnly: AuthenticatedToken = attributed;
// @ts-expect-error -- nor one that was put together with all the right members
export const handmade: AuthenticatedToken = {
  header: parsed.header,
  claims: {},
  entry,
  key,
  source: 'jws',
};
// @ts-expect-error -- and a signed token is not made from its claims
export const copied: AuthenticatedToken = {
  ...parsed,
  claims: signed.claims,
  entry,
  key,
  source: 'jws',
};

// Suitability asks about authenticated tokens alone.
// @ts-expect-error -- a check cannot be asked about a parsed token
check.check({ ...question, evidence: { ...question.evidence, token: parsed } });
// @ts-expect-error -- nor about an attributed one
check.check({ ...question, evidence: { ...question.evidence, token: attributed } });
// @ts-expect-error -- nor can the whole list
checkSuitability({ ...question, evidence: { ...question.evidence, token: parsed } }, new Trace(), 'enforce');
// @ts-expect-error -- evidence is made of authenticated tokens
export const evidence: Evidence = evidenceOf(parsed);

// The steps of integrity cannot change places.
// @ts-expect-error -- a compact token has no claims to attribute
attribute(compact, new Map<string, IssuerPolicy>());
// @ts-expect-error -- a token must be attributed before its signature is checked
void verifySignature(parsed, [key], () => undefined);
// @ts-expect-error -- a text is not a credential
parseToken('abc.def.ghi');
// @ts-expect-error -- a denial has to be looked at before the token is used
attribute(parseToken({ scheme: 'Bearer', token: '' }), new Map<string, IssuerPolicy>());

// A key is only there once the lookup says so.
export async function lookUp(): Promise<VerificationKey | Denial | string> {
  const lookup = await ring.find('k1', 'ES256');
  // @ts-expect-error -- it was not asked whether it was found
  const { keys: guessed }: { keys: readonly VerificationKey[] } = lookup;
  // @ts-expect-error -- a lookup is not a key
  await isSignedBy(parsed, lookup);
  // @ts-expect-error -- where it was found, there is no reason why not
  if (lookup.state === 'found') return String(lookup.reason);
  // @ts-expect-error -- what is merely unknown has no time to try again
  if (lookup.state === 'unknown') return String(lookup.retryAfter);
  return `${lookup.reason} ${String(guessed[0]?.keyId)}`;
}

// @ts-expect-error -- an untrusted header has no issuer's algorithm
await ring.find('k1', parsed.header.alg);

// The right way compiles.
export const outcome: Promise<AuthenticatedToken | Denial> = verifySignature(
  attributed,
  [key],
  () => undefined,
);
export const good: Evidence = evidenceOf(signed);
export const finding: Finding = check.check({ ...question, evidence: good });
