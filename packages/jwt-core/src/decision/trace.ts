import type { SignedToken } from '../integrity/jws/signature.js';
import { Denial } from './denial.js';
import { LAYERS, type Layer, type ReasonCode } from './reasons.js';

/** What one layer said. */
export type LayerVerdict =
  | { readonly layer: Layer; readonly verdict: 'passed' }
  | {
      readonly layer: Layer;
      readonly verdict: 'failed';
      readonly code: ReasonCode;
      readonly expected?: string;
      readonly actual?: string;
    }
  /** It needs something that an earlier layer did not deliver. */
  | { readonly layer: Layer; readonly verdict: 'not_reached' }
  /** There is a token to read, but nobody knows who wrote it: nothing in it is judged as if it were true. */
  | { readonly layer: Layer; readonly verdict: 'unverified' };

/** Made once: nearly every verdict of nearly every request is one of these. */
const PASSED = Object.fromEntries(
  LAYERS.map((layer) => [layer, Object.freeze({ layer, verdict: 'passed' })]),
) as Readonly<Record<Layer, LayerVerdict>>;

/** What a token that was verified before has behind it. */
const RECALLED = (['credential', 'format', 'issuer', 'algorithm', 'key', 'signature'] as const).map(
  (layer) => PASSED[layer],
);

/** What was seen on the way to a decision: for events and explanations, never for the decision itself. */
export class Trace {
  readonly verdicts: LayerVerdict[] = [];
  readonly #isKept: boolean;
  /** Set only once the policy knows it, so that a caller cannot write into the log. */
  issuer: string | undefined;
  algorithm: string | undefined;
  keyId: string | undefined;
  /** Whether the token was verified for an earlier request. */
  isRecalled = false;

  /** Where nobody is going to read the verdicts, none is kept. */
  constructor(isKept = true) {
    this.#isKept = isKept;
  }

  /** Records what a step said, and hands it on. */
  step<Result>(layer: Layer, result: Result): Result {
    if (this.#isKept) this.verdicts.push(result instanceof Denial ? failed(layer, result) : PASSED[layer]);
    return result;
  }

  /** Records that all of integrity was established before. */
  recall(token: SignedToken): SignedToken {
    if (this.#isKept) this.verdicts.push(...RECALLED);
    this.issuer = token.entry.policy.name;
    this.algorithm = token.key.algorithm;
    this.keyId = token.key.keyId;
    this.isRecalled = true;
    return token;
  }

  /** Records the layers that could not be judged. */
  skip(layers: readonly Layer[], verdict: 'not_reached' | 'unverified'): void {
    for (const layer of layers) this.verdicts.push({ layer, verdict });
  }

  has(layer: Layer): boolean {
    return this.verdicts.some((each) => each.layer === layer);
  }
}

function failed(layer: Layer, { code, expected, actual }: Denial): LayerVerdict {
  return {
    layer,
    verdict: 'failed',
    code,
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
  };
}
