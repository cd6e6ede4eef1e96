/** What the attacks are aimed at. */

import { aList, aText, readOptions, type OptionKinds } from '@org/jwt-core/adapter';
import type { SigningAlgorithm } from '../issuer/signing-key.js';
import { ATTACK_CONDITIONS, type AttackCondition } from './conditions.js';

/** The service under attack. */
export interface AttackTarget {
  /** The first algorithm of the test issuer: the good token is signed with it. `ES256` by default. */
  readonly alg?: SigningAlgorithm;
  /** Every algorithm that the policy lets this issuer use. `alg` alone by default. */
  readonly algs?: readonly SigningAlgorithm[];
  /** What the policy has beside the basics. Nothing by default; `'all'` gives every attack. */
  readonly conditions?: readonly AttackCondition[] | 'all';
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
};

/**
 * Reads what the attacks are aimed at: a condition that is misspelt would be attacks that are missing.
 *
 * @throws `ConfigurationError` for what is unknown or of a wrong type.
 */
export function readTarget(target: AttackTarget): AttackTarget {
  return readOptions('attackMatrix', target, TARGET_OPTIONS);
}

/** The same, complete. */
export interface Aim {
  readonly alg: SigningAlgorithm;
  readonly algs: readonly SigningAlgorithm[];
}

/** Fills in what was left out. */
export function aimAt({ alg = 'ES256', algs = [alg] }: AttackTarget): Aim {
  return { alg, algs };
}

/** Whether the target has what the row needs. */
export function meets({ onlyWith }: { readonly onlyWith?: string }, { conditions }: AttackTarget): boolean {
  if (onlyWith === undefined || conditions === 'all') return true;
  return (conditions ?? []).some((condition) => ATTACK_CONDITIONS[condition] === onlyWith);
}

/** Which keys an algorithm signs with. */
export function familyOf(alg: SigningAlgorithm): 'RSA' | 'EC' | 'OKP' {
  if (alg === 'EdDSA' || alg === 'Ed25519') return 'OKP';
  return alg.startsWith('ES') ? 'EC' : 'RSA';
}

/** The hash of an algorithm's name, as Node writes it; EdDSA has its own. */
export function hashOf(alg: string): string {
  return `sha${alg.slice(2)}`;
}
