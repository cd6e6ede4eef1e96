/** What a running stand-in can be asked to do, from its standard input and over HTTP alike. */

import type { Policy } from '@org/jwt-core';
import { readObject } from '../explain/throw-away-keys.js';
import { UsageError } from '../terminal/exit-code.js';
import type { Minted, StandIn, Wanted } from './stand-in.js';

/** See above. */
export interface Actions {
  readonly token: (wanted: Wanted) => Minted;
  /** A token that is expired already. */
  readonly expired: (wanted: Wanted) => Minted;
  /** Signs with new keys from now on; the old ones stay published. Answers with the new `kid`. */
  readonly rotate: () => Promise<string>;
  /** Publishes the keys that sign, and no older ones. */
  readonly retire: () => Promise<void>;
}

/** Longer ago than any clock skew that a policy may allow, in seconds. */
const EXPIRED_SECONDS = 3_600;

/** `onKeys` is called when other keys are published than before. */
export function actionsOf(
  signing: StandIn,
  { now, onKeys }: { readonly now: () => number; readonly onKeys: () => Promise<void> },
): Actions {
  return {
    token: signing.mint,
    expired: (wanted) => {
      const exp = Math.floor(now() / 1000) - EXPIRED_SECONDS;
      const good = signing.mint(wanted);
      const times = { exp, ...(hasIat(good) ? { iat: exp - 60 } : {}) };
      return signing.mint({ ...wanted, claims: { ...wanted.claims, ...times } });
    },
    rotate: async () => {
      const kid = await signing.issuer.rotateKey();
      await onKeys();
      return kid;
    },
    retire: async () => {
      signing.issuer.retireKeys();
      await onKeys();
    },
  };
}

function hasIat({ token }: Minted): boolean {
  return readObject(token.split('.')[1] ?? '')?.['iat'] !== undefined;
}

/** One wanted token for each rule of each operation that asks for a token. */
export function allWanted(
  { model }: Policy,
  { operation: only, service: onlyService }: Partial<Pick<Wanted, 'operation' | 'service'>>,
): readonly Wanted[] {
  const wanted = Object.entries(model.services).flatMap(([service, { operations }]) =>
    Object.entries(operations).flatMap(([operation, { auth, rules }]): readonly Wanted[] => {
      if (auth === 'public' || (onlyService ?? service) !== service || (only ?? operation) !== operation)
        return [];
      const indexes = rules.length === 0 ? [undefined] : rules.keys();
      return [...indexes].map((rule) => ({
        ...{ service, operation, rule, issuer: undefined },
        ...{ claims: {}, header: {} },
      }));
    }),
  );
  if (wanted.length > 0 || only === undefined) return wanted;
  throw new UsageError(`The policy has no operation "${only}" that takes a token.`);
}
