/** `act`: who acts for the subject (RFC 8693 §4.1). */

import { onClaims } from '../alterations/alteration.js';
import { onClaimText, valuesBut } from './values/json-values.js';
import {
  confuse,
  CONTROL_CHARACTERS,
  hasControlCharacter,
  STRING_NEAR_MISSES,
} from './values/near-misses.js';
import { attacksOf, type AttackClass } from './row.js';

const WITH_TEXT = {
  ...valuesBut('object', 'null'),
  text: '"agent:refunds"',
  'object-as-text': '"{\\"sub\\":\\"agent:refunds\\"}"',
};

/** Actors that no rule allows. An empty object is an actor too. */
const UNWANTED: Readonly<Record<string, unknown>> = {
  empty: {},
  named: { sub: 'agent:unknown' },
  'without-sub': { client_id: 'agent' },
  'with-sub-null': { sub: null },
  'with-empty-sub': { sub: '' },
  nested: { sub: 'a', act: { sub: 'b' } },
  'only-nested': { act: { sub: 'b' } },
  'with-proto': JSON.parse('{"__proto__":{"sub":"agent"}}') as unknown,
};

/** Values of the actor's `sub` that are not a name. */
const NAMELESS: Readonly<Record<string, (sub: string) => unknown>> = {
  list: (sub) => [sub],
  object: (sub) => ({ value: sub }),
  true: () => true,
  number: () => 0,
  ...Object.fromEntries(
    Object.entries(CONTROL_CHARACTERS).map(([name, mark]) => [name, (sub: string) => `${sub}${mark}`]),
  ),
};

const wanted = (act: unknown): string => String((act as { readonly sub?: unknown } | undefined)?.sub);

const OTHER_SHAPES: Readonly<Record<string, (sub: string) => unknown>> = {
  missing: () => undefined,
  empty: () => ({}),
  'sub-null': () => ({ sub: null }),
  'sub-empty': () => ({ sub: '' }),
  'sub-in-upper-case-name': (sub) => ({ SUB: sub }),
  'sub-in-client-id': (sub) => ({ client_id: sub }),
  'former-actor': (sub) => ({ sub: 'agent:other', act: { sub } }),
  'nested-alone': (sub) => ({ act: { sub } }),
  'in-proto': (sub) => JSON.parse(JSON.stringify({ x: { sub } }).replace('"x"', '"__proto__"')) as unknown,
};

/** Every type of `act`, actors where none is allowed, and other actors than the required one. */
export const ACTOR_CLAIM: AttackClass = {
  name: 'act',
  summary: 'act is of another type, not allowed, or not the required actor.',
  attacks: () => [
    ...attacksOf('act/type', WITH_TEXT, (text, label) => ({
      summary: `act is ${label}.`,
      code: 'claims.malformed',
      apply: onClaimText('act', text),
    })),
    ...attacksOf('act/sub', NAMELESS, (name, label) => ({
      summary: `The sub of the actor is not a name: ${label}.`,
      code: 'claims.malformed',
      apply: onClaims(({ act }) => ({ act: { sub: name(wanted(act)) } })),
    })),
    ...attacksOf('act/unwanted', UNWANTED, (act, label) => ({
      summary: `An actor acts for the user, and no rule allows one: ${label}.`,
      code: 'operation.actor',
      only: 'noActor',
      apply: onClaims(() => ({ act })),
    })),
    ...attacksOf('act/near', STRING_NEAR_MISSES, (change, label) => ({
      summary: `The actor is the right one with one change: ${label}.`,
      code: hasControlCharacter(label) ? 'claims.malformed' : 'operation.actor',
      only: 'actor',
      apply: onClaims(({ act }) => ({ act: { sub: confuse(wanted(act), change) } })),
    })),
    ...attacksOf('act/shape', OTHER_SHAPES, (make, label) => ({
      summary: `The actor is in another shape: ${label}.`,
      code: 'operation.actor',
      only: 'actor',
      apply: onClaims(({ act }) => ({ act: make(wanted(act)) })),
    })),
  ],
};
