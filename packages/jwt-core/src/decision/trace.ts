/** What was seen on the way to a decision: for events and explanations, never for the decision itself. */

import { Denial } from './denial.js';
import { INTEGRITY_LAYERS, LAYERS, type Layer } from './layers.js';
import type { ReasonCode } from './reasons.js';

/** What one layer found. */
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
  /** There is a token to read, but its signature is not verified: nothing in it is judged as if it were true. */
  | { readonly layer: Layer; readonly verdict: 'unverified' };

/** Made once: nearly every verdict of nearly every request is one of these. */
const PASSED = Object.fromEntries(
  LAYERS.map((layer) => [layer, Object.freeze({ layer, verdict: 'passed' })]),
) as Readonly<Record<Layer, LayerVerdict>>;

/** What a token that was authenticated before has passed. */
const RECALLED = INTEGRITY_LAYERS.map((layer) => PASSED[layer]);

/** The key that a token was authenticated by. */
interface RecalledKey {
  readonly algorithm: string;
  readonly keyId: string | undefined;
}

/** The verdicts of one request. */
export class Trace {
  readonly verdicts: LayerVerdict[] = [];
  readonly #isKept: boolean;
  /** Set only once the policy knows it, so that a caller cannot write into the log. */
  issuer: string | undefined;
  algorithm: string | undefined;
  keyId: string | undefined;
  /** What the source of the key is called that the token was signed with. */
  keySource: string | undefined;
  /** Whether the token was authenticated for an earlier decision. */
  isRecalled = false;

  /** Without a reader for the verdicts, none is kept. */
  constructor(isKept = true) {
    this.#isKept = isKept;
  }

  /** Records what a layer found, and returns it. */
  step<Result>(layer: Layer, result: Result): Result {
    if (this.#isKept) this.verdicts.push(result instanceof Denial ? failed(layer, result) : PASSED[layer]);
    return result;
  }

  /** Records that all of integrity was established before, in place of what was seen so far. */
  recall(issuer: string, { algorithm, keyId }: RecalledKey, keySource: string | undefined): void {
    if (this.#isKept) this.verdicts.splice(0, this.verdicts.length, ...RECALLED);
    this.issuer = issuer;
    this.algorithm = algorithm;
    this.keyId = keyId;
    this.keySource = keySource;
    this.isRecalled = true;
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
