/** The target of the attacks. */

import { aList, aText, readOptions, type OptionKinds } from '@org/jwt-core/adapter';
import { isTokenPlace, type TokenPlace } from '../http/token-place.js';
import type { SigningAlgorithm } from '../issuer/signing-key.js';
import { ATTACK_CONDITIONS, type AttackCondition } from './conditions.js';

/** The service under attack. */
export interface AttackTarget {
  /** The first algorithm of the test issuer: the good token is signed with it. `ES256` by default. */
  readonly alg?: SigningAlgorithm;
  /** Every algorithm that the policy allows for this issuer. `alg` alone by default. */
  readonly algs?: readonly SigningAlgorithm[];
  /** The conditions that the policy meets. None by default; `'all'` selects every attack. */
  readonly conditions?: readonly AttackCondition[] | 'all';
  /**
   * Where the tokens are sent. `header` by default. A request that a cookie needs more for, such as an `Origin`, has it
   * already. In a cookie, attacks that are no text for one are left out.
   */
  readonly place?: TokenPlace;
}

const TARGET_OPTIONS: OptionKinds<AttackTarget> = {
  alg: aText,
  algs: aList,
  conditions: {
    expected: `"all" or a list of ${Object.keys(ATTACK_CONDITIONS).join(', ')}`,
    fits: (value) =>
      value === 'all' ||
      (Array.isArray(value) && value.every((each) => Object.hasOwn(ATTACK_CONDITIONS, String(each)))),
  },
  place: {
    expected: "'header', { cookie: NAME }, { header: NAME } or { query: NAME }",
    fits: isTokenPlace,
  },
};

/**
 * Reads the target. A misspelt condition is rejected, because it would leave out attacks.
 *
 * @throws `ConfigurationError` for an unknown option, or one of a wrong type.
 */
export function readTarget(target: AttackTarget): AttackTarget {
  return readOptions('attackMatrix', target, TARGET_OPTIONS);
}

/** The algorithms of a target. */
export interface Aim {
  readonly alg: SigningAlgorithm;
  readonly algs: readonly SigningAlgorithm[];
}

/** Applies the defaults. */
export function aimAt({ alg = 'ES256', algs = [alg] }: AttackTarget): Aim {
  return { alg, algs };
}

/** Whether the target meets the condition of the row. */
export function meets({ onlyWith }: { readonly onlyWith?: string }, { conditions }: AttackTarget): boolean {
  if (onlyWith === undefined || conditions === 'all') return true;
  return (conditions ?? []).some((condition) => ATTACK_CONDITIONS[condition] === onlyWith);
}

/** The key type of an algorithm. */
export function familyOf(alg: SigningAlgorithm): 'RSA' | 'EC' | 'OKP' {
  if (alg === 'EdDSA' || alg === 'Ed25519') return 'OKP';
  return alg.startsWith('ES') ? 'EC' : 'RSA';
}

/** Node's name for the hash of an algorithm. Not for EdDSA, which has no hash in its name. */
export function hashOf(alg: string): string {
  return `sha${alg.slice(2)}`;
}
