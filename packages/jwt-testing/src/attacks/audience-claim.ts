/** `aud`: everything that does not name exactly this service (RFC 7519 §4.1.3, RFC 8725 §3.9). */

import { onClaims } from '../alterations/alteration.js';
import { onClaimText, valuesBut } from './values/json-values.js';
import { confuse, STRING_NEAR_MISSES } from './values/near-misses.js';
import { attack, attacksOf, type AttackClass } from './row.js';
import { URL_NEAR_MISSES } from './values/url-near-misses.js';

const NEAR_MISSES = { ...STRING_NEAR_MISSES, ...URL_NEAR_MISSES };

/** Lists with a member that is not a string, next to the right one. */
const MIXED_LISTS: Readonly<Record<string, readonly unknown[]>> = {
  null: [null],
  number: [0],
  true: [true],
  false: [false],
  object: [{}],
  'empty-list': [[]],
};

const rightOne = (aud: unknown): string => String(Array.isArray(aud) ? aud[0] : aud);

/** Every type and every near miss of `aud`, alone and in a list. */
export const AUDIENCE_CLAIM: AttackClass = {
  name: 'aud',
  summary: 'aud is of another type, or a near miss of this service.',
  attacks: () => [
    attack('aud/missing', {
      summary: 'The token has no aud.',
      code: 'audience.missing',
      apply: onClaims(() => ({ aud: undefined })),
    }),
    ...attacksOf('aud/type', valuesBut('string', 'list'), (text, label) => ({
      summary: `aud is ${label}.`,
      code: 'audience.malformed',
      apply: onClaimText('aud', text),
    })),
    ...attacksOf('aud/mixed-list', MIXED_LISTS, (others, label) => ({
      summary: `aud lists this service, and ${label}.`,
      code: 'audience.malformed',
      apply: onClaims(({ aud }) => ({ aud: [rightOne(aud), ...others] })),
    })),
    ...attacksOf('aud/mixed-list-before', MIXED_LISTS, (others, label) => ({
      summary: `aud lists ${label}, and this service.`,
      code: 'audience.malformed',
      apply: onClaims(({ aud }) => ({ aud: [...others, rightOne(aud)] })),
    })),
    ...attacksOf('aud/list-in-list', { once: 1, twice: 2 }, (depth) => ({
      summary: 'aud is a list of lists.',
      code: 'audience.malformed',
      apply: onClaims(({ aud }) => ({ aud: depth === 1 ? [[rightOne(aud)]] : [[[rightOne(aud)]]] })),
    })),
    ...attacksOf('aud/near', NEAR_MISSES, (change, label) => ({
      summary: `aud is this service with one change: ${label}.`,
      code: 'audience.mismatch',
      apply: onClaims(({ aud }) => ({ aud: confuse(rightOne(aud), change) })),
    })),
    ...attacksOf('aud/near-in-list', NEAR_MISSES, (change, label) => ({
      summary: `aud lists this service with one change: ${label}.`,
      code: 'audience.mismatch',
      apply: onClaims(({ aud }) => ({ aud: [confuse(rightOne(aud), change), 'https://sibling.example'] })),
    })),
    ...attacksOf(
      'aud/empty',
      { 'empty-string': '', 'empty-list': [], 'list-of-empty-string': [''] },
      (aud, label) => ({
        summary: `aud is ${label}.`,
        code: 'audience.mismatch',
        apply: onClaims(() => ({ aud })),
      }),
    ),
    ...attacksOf(
      'aud/elsewhere',
      { 'upper-case': 'AUD', 'full-name': 'audience', resource: 'resource', azp: 'azp' },
      (name) => ({
        summary: `This service is in "${name}".`,
        code: 'audience.missing',
        apply: onClaims(({ aud }) => ({ aud: undefined, [name]: aud })),
      }),
    ),
    ...attacksOf('aud/not-alone', { after: false, before: true, twice: 'same' }, (order, label) => ({
      summary: `aud names this service and another one: ${label}.`,
      code: 'audience.not_exclusive',
      only: 'exclusive',
      apply: onClaims(({ aud }) => {
        const right = rightOne(aud);
        const others = order === 'same' ? [right, 'https://sibling.example'] : ['https://sibling.example'];
        return { aud: order === true ? [...others, right] : [right, ...others] };
      }),
    })),
    ...attacksOf('aud/near-and-right', NEAR_MISSES, (change, label) => ({
      summary: `aud names this service and a near miss of it: ${label}.`,
      code: 'audience.not_exclusive',
      only: 'exclusive',
      apply: onClaims(({ aud }) => ({ aud: [rightOne(aud), confuse(rightOne(aud), change)] })),
    })),
  ],
};
