/** Rings whose keys are known at start: written in the policy or in a file, or secrets. */

import { ConfigurationError } from '../../options/configuration-error.js';
import { hasEnded, type KeySourcePolicy } from '../key-issuer.js';
import { FixedKeyRing } from '../key-ring.js';
import { KeySet } from '../set/key-set.js';
import type { Keys } from '../set/keys.js';
import { inWords } from '../set/rejected-keys.js';
import { MAX_TRIED_KEYS, secretKeys, UnnamedKeys } from '../set/unnamed-keys.js';
import { readKeyFile } from './key-file.js';
import { readSecret } from './secret.js';

/**
 * The ring of a source whose keys are not fetched; `undefined` for one whose keys are. Of one that has ended, nothing is
 * read: its secret may be gone. `now` in milliseconds.
 *
 * @throws {@link ConfigurationError} for an unset or short secret, a bad key file, or keys of which none can be used.
 */
export async function openFixedRing(source: KeySourcePolicy, now: number): Promise<FixedKeyRing | undefined> {
  const { fixed } = source.keys;
  if (fixed === undefined) return undefined;
  if (hasEnded(source, now)) return new FixedKeyRing(new UnnamedKeys([]));
  switch (fixed.kind) {
    case 'secret': {
      const secrets = fixed.secrets.map((secret, index) =>
        readSecret(secret, source, fixed.secrets.length === 1 ? undefined : index),
      );
      return new FixedKeyRing(secretKeys(secrets, source.algorithms));
    }
    case 'jwks':
      return new FixedKeyRing(await admit(fixed.keys, source));
    case 'file': {
      const { keys, haveNames } = readKeyFile(fixed.content, source);
      const set = await admit(keys, source);
      return new FixedKeyRing(haveNames ? set : withoutNames(set, source));
    }
  }
}

async function admit(jwks: readonly unknown[], source: KeySourcePolicy): Promise<KeySet> {
  const { algorithms, keys, name } = source;
  const set = await KeySet.admit(jwks, { algorithms, use: keys.use });
  if (set.size > 0) return set;
  const rejected = set.refused.length === 0 ? '' : ` Rejected: ${inWords(set.refused)}.`;
  throw new ConfigurationError(
    `Issuer "${name}" has no key that fits its algorithms (${[...algorithms].join(', ')}): expected public keys for ${WANTED[keys.use]}, RSA of at least 2048 bits.${rejected}`,
  );
}

const WANTED = { sig: 'signatures', 'jwt-svid': 'JWT-SVIDs (use: jwt-svid)' } as const;

/** What a token says of its key means nothing to them: each that fits is tried. */
function withoutNames(set: KeySet, { name, place }: KeySourcePolicy): Keys {
  const { usable } = set;
  const counts = new Map<string, number>();
  for (const { algorithm } of usable) counts.set(algorithm, (counts.get(algorithm) ?? 0) + 1);
  for (const [algorithm, count] of counts) {
    if (count <= MAX_TRIED_KEYS) continue;
    throw new ConfigurationError(
      `The key file of issuer "${name}" (issuers.${name}.${place}.file) has ${String(count)} keys for ${algorithm} that have no kid: expected at most ${String(MAX_TRIED_KEYS)}, because each is tried.`,
    );
  }
  return new UnnamedKeys(
    usable.map((key) => [key]),
    set,
  );
}
