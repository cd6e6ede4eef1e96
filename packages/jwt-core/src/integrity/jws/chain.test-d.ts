/** What must not compile: each step takes what the step before made, and nothing else. Checked by the test tsconfig. */

import type { Denial } from '../../decision/denial.js';
import type { Claims } from '../../json/json-value.js';
import type { KeyRing, VerificationKey } from '../../keys/key-ring.js';
import type { Check, Question } from '../../suitability/question.js';
import { type TokenFacts, readFacts } from '../facts/facts.js';
import { judgeSuitability } from '../../suitability/checks.js';
import { Trace } from '../../decision/trace.js';
import type { IssuerEntry, IssuerPolicy } from '../../policy/compile/service-policy.js';
import { parseToken, type CompactToken, type ParsedToken } from './format.js';
import { attribute, type AttributedToken } from './issuer.js';
import { verifySignature, type SignedToken } from './signature.js';
import { isSignedBy } from './signed-by.js';

declare const parsed: ParsedToken;
declare const compact: CompactToken;
declare const attributed: AttributedToken;
declare const signed: SignedToken;
declare const entry: IssuerEntry;
declare const ring: KeyRing;
declare const key: VerificationKey;
declare const question: Question;
declare const check: Check;

// Claims before the signature are nobody's word.
// @ts-expect-error -- untrusted claims cannot be read
export const subject: unknown = parsed.claims['sub'];
// @ts-expect-error -- untrusted claims are no claims
export const claims: Claims = parsed.claims;
// @ts-expect-error -- untrusted claims are no plain record either
export const record: Readonly<Record<string, unknown>> = parsed.claims;
// @ts-expect-error -- nor can they be taken apart
export const { sub } = parsed.claims;

// No token becomes a signed one without the signature step.
// @ts-expect-error -- a parsed token is no signed token
export const early: SignedToken = parsed;
// @ts-expect-error -- nor is an attributed one
export const attributedOnly: SignedToken = attributed;
// @ts-expect-error -- nor one that somebody put together with all the right members
export const handmade: SignedToken = {
  header: parsed.header,
  claims: {},
  entry,
  key,
  facts: undefined,
};
// @ts-expect-error -- and a signed token is not made from its claims
export const copied: SignedToken = {
  ...parsed,
  claims: signed.claims,
  entry,
  key,
  facts: undefined,
};

// Suitability asks signed tokens alone.
// @ts-expect-error -- a check cannot be asked about a parsed token
check.check({ ...question, token: parsed });
// @ts-expect-error -- nor about an attributed one
check.check({ ...question, token: attributed });
// @ts-expect-error -- nor can the whole list
judgeSuitability({ ...question, token: parsed }, new Trace(), 'enforce');
// @ts-expect-error -- facts are read from signed tokens
export const facts: TokenFacts = readFacts(parsed);

// The steps of integrity cannot change places.
// @ts-expect-error -- a compact token has no claims to attribute
attribute(compact, new Map<string, IssuerPolicy>());
// @ts-expect-error -- a token must be attributed before its signature is checked
void verifySignature(parsed, key);
// @ts-expect-error -- a text is no credential
parseToken('abc.def.ghi');
// @ts-expect-error -- a denial has to be looked at before the token is used
attribute(parseToken({ scheme: 'Bearer', token: '' }), new Map<string, IssuerPolicy>());

// A key is only there once the lookup says so.
export async function lookUp(): Promise<VerificationKey | Denial | string> {
  const lookup = await ring.find('k1', 'ES256');
  // @ts-expect-error -- nobody has asked whether it was found
  const { key: guessed }: { key: VerificationKey } = lookup;
  // @ts-expect-error -- a lookup is no key
  await isSignedBy(parsed, lookup);
  // @ts-expect-error -- where it was found, there is no reason why not
  if (lookup.state === 'found') return String(lookup.reason);
  // @ts-expect-error -- what is merely unknown has no time to try again
  if (lookup.state === 'unknown') return String(lookup.retryAfter);
  return `${lookup.reason} ${String(guessed.keyId)}`;
}

// @ts-expect-error -- an untrusted header has no issuer's algorithm
await ring.find('k1', parsed.header.alg);

// The right way compiles.
export const outcome: Promise<SignedToken | Denial> = verifySignature(attributed, key);
export const good: TokenFacts = readFacts(signed);
export const verdict: Denial | undefined = check.check({ ...question, token: signed });
