/** All attacks, by class. A new class is a new file and one line here. */

import type { Alteration } from '../alterations/alteration.js';
import { moveToken, type TokenPlace } from '../http/token-place.js';
import { ABSENCE } from './absence.js';
import { ACTOR_CLAIM } from './actor-claim.js';
import { AUDIENCE_CLAIM } from './audience-claim.js';
import { BINDING_CLAIM } from './binding-claim.js';
import { COMPACT_FORM } from './compact-form.js';
import { CONDITION_CLAIMS } from './condition-claims.js';
import { CONFUSION } from './confusion.js';
import { CROSS_ALGORITHM } from './cross-algorithm.js';
import { DUPLICATES } from './duplicates.js';
import { EMBEDDED_KEYS } from './embedded-keys.js';
import { ENCRYPTED } from './encrypted.js';
import { EXTENSIONS } from './extensions.js';
import { GRANT_CLAIMS } from './grant-claims.js';
import { IDENTITY_CLAIMS } from './identity-claims.js';
import { INEXACT_NUMBER } from './inexact-numbers.js';
import { ISSUER_CLAIM } from './issuer-claim.js';
import { JSON_TEXT } from './json.js';
import { KID } from './kid.js';
import { NONE } from './none.js';
import { OTHER_TOKENS } from './other-tokens.js';
import { PROTOTYPE } from './prototype.js';
import type { AttackClass } from './row.js';
import { SERIALISATION } from './serialisation.js';
import { SIGNATURE } from './signature.js';
import { aimAt, meets, readTarget, type AttackTarget } from './target.js';
import { TENANT_CLAIM } from './tenant-claim.js';
import { TIME_CLAIMS } from './time-claims.js';
import { TYPE_HEADER } from './type-header.js';
import { UNUSED_BITS } from './unused-bits.js';

/** Every class, in the order of the layers that must deny it. */
export const ATTACK_CLASSES: readonly AttackClass[] = [
  COMPACT_FORM,
  UNUSED_BITS,
  SERIALISATION,
  JSON_TEXT,
  DUPLICATES,
  INEXACT_NUMBER,
  EXTENSIONS,
  ENCRYPTED,
  ISSUER_CLAIM,
  NONE,
  CONFUSION,
  CROSS_ALGORITHM,
  KID,
  EMBEDDED_KEYS,
  SIGNATURE,
  TYPE_HEADER,
  OTHER_TOKENS,
  AUDIENCE_CLAIM,
  TIME_CLAIMS,
  ABSENCE,
  IDENTITY_CLAIMS,
  GRANT_CLAIMS,
  TENANT_CLAIM,
  ACTOR_CLAIM,
  BINDING_CLAIM,
  CONDITION_CLAIMS,
  PROTOTYPE,
];

/**
 * Some five thousand attacks on a service, each with the one code of its denial. A token is signed when its row is
 * applied.
 *
 * @throws `ConfigurationError` for an unknown option or condition.
 */
export function attackMatrix(given: AttackTarget = {}): readonly Alteration[] {
  const target = readTarget(given);
  const aim = aimAt(target);
  const rows = ATTACK_CLASSES.flatMap(({ attacks }) => attacks(aim)).filter((row) => meets(row, target));
  const { place = 'header' } = target;
  return place === 'header' ? rows : rows.filter((row) => fits(row, place)).map((row) => moved(row, place));
}

/** What is no b64token may be another text in a cookie, or two: its code says nothing there. */
function fits({ code }: Alteration, place: TokenPlace): boolean {
  return typeof place === 'string' || !('cookie' in place) || !code.startsWith('credential.');
}

function moved(row: Alteration, place: TokenPlace): Alteration {
  return { ...row, apply: async (material) => moveToken(await row.apply(material), place) };
}
