/** A difference in one sentence, and its place. */

import type { ReasonCode } from '@org/jwt-core';
import { pointerTo } from '../lint/pointer.js';
import { otherVersion, type Verdict, type Version } from './difference.js';
import type { Target } from './seeds.js';
import { listed } from '../terminal/words.js';
import type { Case } from './worlds.js';

/** Which tokens, by why the other document denies them. */
const TOKENS: Readonly<Partial<Record<ReasonCode, string>>> = {
  'type.mismatch': 'of another type',
  'time.missing': 'without a time',
  'time.expired': 'that expired longer ago',
  'time.not_yet_valid': 'from further in the future',
  'time.issued_in_future': 'from further in the future',
  'time.too_old': 'that are older',
  'time.lifetime_too_long': 'with a longer life',
  'operation.scope': 'with fewer scopes',
  'operation.role': 'with fewer roles',
  'operation.principal': 'for another kind of caller',
  'operation.identity': 'of another identity',
  'operation.actor': 'with another actor',
};

const BY_LAYER: Readonly<Record<string, string>> = {
  audience: 'for another audience',
  claims: 'with other claims',
  tenant: 'for another tenant',
  operation: 'with other claims',
};

/** At most this many of the values that were found are named. */
const MAX_FOUND = 3;

/** `Tokens of login with fewer scopes are accepted. The old policy asks for …, and finds …`. */
export function sentence({ world, operation }: Case, version: Version, denials: readonly Verdict[]): string {
  const issuer = world.accepted[version]?.issuer.name ?? '';
  const effect = version === 'new' ? 'accepted' : 'refused';
  const [{ code, expected } = { code: undefined, expected: undefined }] = denials;
  const which = code === undefined ? undefined : (TOKENS[code] ?? BY_LAYER[code.split('.')[0] ?? '']);
  if (code === 'operation.unknown') {
    const because = version === 'new' ? 'is new' : 'is gone';
    return `Tokens of ${issuer} are ${effect}: the operation ${operation ?? ''} ${because}.`;
  }
  if (code?.startsWith('issuer.') === true || which === undefined)
    return `Tokens of ${issuer} are ${effect}.`;
  const found = [...new Set(denials.flatMap(({ actual }) => actual ?? []))];
  const shown = found.slice(0, MAX_FOUND);
  const more = found.length - shown.length;
  const finds = listed([...shown, ...(more > 0 ? [`${String(more)} more`] : [])], 'or');
  const asks = expected === undefined ? '' : ` The ${otherVersion(version)} policy asks for ${expected}`;
  return `Tokens of ${issuer} ${which} are ${effect}.${asks}${asks === '' || finds === '' ? '' : `; found ${finds}`}${asks === '' ? '' : '.'}`;
}

/** The rule, the entry of `accept`, the issuer, or the operation. */
export function placeOf(
  { service, operation, world }: Case,
  { version, rule, code }: Target & { readonly code: ReasonCode | undefined },
): string {
  const accepted = world.accepted[version];
  const layer = code?.split('.')[0];
  if (accepted !== undefined && (layer === 'issuer' || layer === 'audience')) {
    return pointerTo('services', service, 'accept', accepted.service.accept.indexOf(accepted.acceptance));
  }
  if (accepted !== undefined && (layer === 'type' || layer === 'claims'))
    return pointerTo('issuers', accepted.issuer.name);
  if (operation === undefined) return pointerTo('services', service);
  const own = pointerTo('services', service, 'operations', operation);
  return layer === 'operation' && rule !== undefined && code !== 'operation.unknown'
    ? `${own}${pointerTo('allow', rule)}`
    : own;
}
