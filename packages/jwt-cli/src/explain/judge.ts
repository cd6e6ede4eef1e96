/**
 * The verdict. Integrity is judged with the policy's own keys (online), or as far as it goes without them (offline). What
 * comes after the signature is judged by the same engine, on the same header and claims under a throw-away signature; what it
 * says there is a hint, and holds if the real signature is good.
 */

import {
  ConfigurationError,
  createVerifier,
  LAYERS,
  type Decision,
  type DecisionEvent,
  type Explanation,
  type Layer,
  type LayerVerdict,
  type Observer,
  type Policy,
  type Verifier,
} from '@org/jwt-core';
import { inOptionWords } from '../keys/connection.js';
import { UsageError } from '../terminal/exit-code.js';
import { withOtherToken, type Asked } from './asked.js';
import { findEnd, type End } from './end.js';
import { readObject, throwAwayKeys, type SignedAgain, type ThrowAwayKeys } from './throw-away-keys.js';

/** What one layer says, and whether that is certain. */
export type Row =
  | LayerVerdict
  /** Nothing was asked: offline, or no check of this kind is there. */
  | { readonly layer: Layer; readonly verdict: 'not_checked'; readonly why: string };

/** Everything that is known of the request. */
export interface Judged {
  readonly asked: Asked;
  readonly mode: 'online' | 'offline';
  /** `allow_if_signature_is_good`: all that could be judged is good, and the signature was not checked. */
  readonly outcome: 'allow' | 'deny' | 'allow_if_signature_is_good';
  readonly explanation: Explanation;
  readonly rows: readonly Row[];
  /** Whether the outcome depends on a signature that was not checked. */
  readonly isConditional: boolean;
  /** Whether the rows after the signature are hints. */
  readonly areHints: boolean;
  /** What the client would get. */
  readonly decision: Decision;
  /** What was replaced in the header, besides the signature, for the hints. */
  readonly replaced: readonly string[];
  readonly end: End | undefined;
  /** What a request without an operation is like. */
  readonly unmatched: DecisionEvent['unmatched'];
}

/** How keys are reached; `undefined`: they are not. */
export type Online = Pick<Parameters<typeof createVerifier>[0], 'keyFetcher' | 'insecure'>;

/** Judges the request. Nothing is kept. */
export async function judge(policy: Policy, asked: Asked, online: Online | undefined): Promise<Judged> {
  const clock = { now: asked.at };
  const alg = asked.token === undefined ? undefined : readObject(asked.token.split('.')[0] ?? '')?.['alg'];
  await using keys = await throwAwayKeys(policy, typeof alg === 'string' ? alg : undefined);
  await using offline = await open(keys.policy, asked.service, clock);
  await using real =
    online === undefined ? undefined : await open(policy, asked.service, { now: asked.at }, online);
  const judging = real ?? offline;
  const first = await ask(judging, asked, asked.request);
  const again = await askAgain(offline, asked, keys);
  const isFinal = online !== undefined || isAnonymous(first) || isDeniedBeforeTheKey(first);
  const decisive = isFinal ? first : again;
  if (decisive === undefined) {
    throw new UsageError(
      'This token cannot be judged without its keys: no throw-away key fits it. Use --online.',
    );
  }
  const areHints = !isAnonymous(first) && (!first.explanation.verified || online === undefined);
  const hints = areHints ? again : first;
  const isAllowed = decisive.decision.outcome === 'allow';
  return {
    asked,
    mode: online === undefined ? 'offline' : 'online',
    isConditional: !isFinal,
    outcome: isAllowed && !isFinal ? 'allow_if_signature_is_good' : decisive.decision.outcome,
    explanation: { ...decisive.explanation, rules: hints?.explanation.rules ?? [] },
    rows: isAnonymous(first) ? rowsOfAnonymous(first) : rowsOf(first, hints, online === undefined),
    areHints: areHints && again !== undefined,
    decision: decisive.decision,
    replaced: again?.replaced ?? [],
    unmatched: decisive.unmatched,
    end: again && (await findEnd(again.probe, clock, claimsOf(asked))),
  };
}

interface Answer {
  readonly explanation: Explanation;
  readonly decision: Decision;
  /** The routes that a request without an operation is like. */
  readonly unmatched: Unmatched;
}

type Unmatched = DecisionEvent['unmatched'];

/** A verifier, and what it reports of its decisions. */
interface Judging extends AsyncDisposable {
  readonly verifier: Verifier;
  readonly reported: { unmatched: Unmatched };
}

async function open(
  policy: Policy,
  service: string,
  clock: { readonly now: number },
  online: Online = {},
): Promise<Judging> {
  const reported: Judging['reported'] = { unmatched: undefined };
  // What would be warned of otherwise is in the explanation.
  const observer: Observer = (event) => {
    if (event.type === 'decision') reported.unmatched = event.unmatched;
  };
  try {
    const options = { policy, service, clock: () => clock.now, observers: [observer], ...online };
    const verifier = await createVerifier(options);
    return { verifier, reported, [Symbol.asyncDispose]: () => verifier.close() };
  } catch (error) {
    if (error instanceof ConfigurationError) throw new UsageError(inOptionWords(error.message));
    throw error;
  }
}

async function ask(
  { verifier, reported }: Judging,
  { operation }: Asked,
  request: Asked['request'],
): Promise<Answer> {
  if (operation === undefined) {
    const explanation = await verifier.explain(request);
    const decision = await verifier.decide(request);
    return { explanation, decision, unmatched: reported.unmatched };
  }
  const explanation = await verifier.explain(request, { operation });
  const decision = await verifier.decide(request, { operation });
  return { explanation, decision, unmatched: reported.unmatched };
}

interface HintedAnswer extends Answer, Pick<SignedAgain, 'replaced'> {
  /** The same question, at the time that the clock shows then. */
  readonly probe: () => Promise<Explanation>;
}

/** With a signature that is good; `undefined` where nothing makes the token acceptable in form. */
async function askAgain(
  judging: Judging,
  asked: Asked,
  keys: ThrowAwayKeys,
): Promise<HintedAnswer | undefined> {
  if (asked.token === undefined) return undefined;
  const own = [...keys.sign(asked.token)];
  const iss = likelyIss(keys.policy, asked);
  const others = iss === undefined ? [] : [...keys.sign(asked.token, iss)];
  for (const { token, replaced } of [...own, ...others]) {
    const request = withOtherToken(asked, token);
    const answer = await ask(judging, asked, request);
    if (!answer.explanation.verified) continue;
    const probe = async (): Promise<Explanation> => (await ask(judging, asked, request)).explanation;
    return {
      ...answer,
      replaced: own.some((each) => each.token === token) ? replaced : ['iss', ...replaced],
      probe,
    };
  }
  return undefined;
}

/** The issuer that may be meant where `iss` is not accepted as it is: one that differs in a slash or in case, or the only one. */
function likelyIss({ model }: Policy, asked: Asked): string | undefined {
  const accepted = model.services[asked.service]?.accept.flatMap(
    ({ issuer }) => model.issuers[issuer]?.iss ?? [],
  );
  const plain = (accepted ?? []).filter((iss) => !iss.includes('{'));
  const { iss: own } = claimsOf(asked);
  const loosely = (iss: string): string => iss.toLowerCase().replace(/\/+$/u, '');
  const alike = typeof own === 'string' ? plain.find((iss) => loosely(iss) === loosely(own)) : undefined;
  return alike ?? (plain.length === 1 && accepted?.length === 1 ? plain[0] : undefined);
}

const KEY = LAYERS.indexOf('key');

function isBeforeTheKey(layer: Layer): boolean {
  return LAYERS.indexOf(layer) < KEY;
}

function isDeniedBeforeTheKey({ decision }: Answer): boolean {
  return decision.outcome === 'deny' && isBeforeTheKey(decision.layer);
}

/** Allowed without a token: the operation is public, or a token is optional and none came. */
function isAnonymous({ decision }: Answer): boolean {
  return decision.outcome === 'allow' && decision.identity === undefined;
}

const UNSIGNED = 'not checked (offline)';

function rowsOf(first: Answer, hints: Answer | undefined, isOffline: boolean): readonly Row[] {
  const before = new Map(first.explanation.verdicts.map((each) => [each.layer, each]));
  const after = new Map(hints?.explanation.verdicts.map((each) => [each.layer, each]));
  return LAYERS.map((layer): Row => {
    if (layer === 'policy') return before.get(layer) ?? { layer, verdict: 'passed' };
    const isKey = layer === 'key' || layer === 'signature';
    if (isKey && isOffline && before.get('algorithm')?.verdict === 'passed') {
      return { layer, verdict: 'not_checked', why: UNSIGNED };
    }
    const own = before.get(layer);
    if (isKey || isBeforeTheKey(layer)) return own ?? { layer, verdict: 'not_reached' };
    const hint = after.get(layer) ?? own;
    if (hint !== undefined) return hint;
    const isStanding = layer === 'revocation' || layer === 'replay';
    return isStanding
      ? { layer, verdict: 'not_checked', why: 'no store is asked' }
      : { layer, verdict: 'not_reached' };
  });
}

/** Nothing of a token is asked, or none came where it is optional. */
function rowsOfAnonymous({ explanation }: Answer): readonly Row[] {
  return LAYERS.map((layer): Row => {
    const own = explanation.verdicts.find((each) => each.layer === layer && each.verdict === 'passed');
    if (layer === 'policy') return { layer, verdict: 'passed' };
    return own ?? { layer, verdict: 'not_checked', why: 'not asked: no token is needed' };
  });
}

function claimsOf({ token }: Asked): Readonly<Record<string, unknown>> {
  return readObject(token?.split('.')[1] ?? '') ?? {};
}
