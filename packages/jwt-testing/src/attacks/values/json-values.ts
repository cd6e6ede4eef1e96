/** Values of every JSON type, as text, for a claim of another type. */

import { onPayload, type Alteration } from '../../alterations/alteration.js';

type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'list' | 'object';

/** The placeholder of the good value in the text of a value. */
const GOOD = '$good';

const VALUES: Readonly<Record<string, readonly [type: JsonType, text: string]>> = {
  null: ['null', 'null'],
  true: ['boolean', 'true'],
  false: ['boolean', 'false'],
  zero: ['number', '0'],
  'minus-zero': ['number', '-0'],
  one: ['number', '1'],
  'minus-one': ['number', '-1'],
  fraction: ['number', '0.5'],
  'two-to-53': ['number', '9007199254740992'],
  'beyond-two-to-53': ['number', '9007199254740994'],
  smallest: ['number', '5e-324'],
  largest: ['number', '1.7976931348623157e308'],
  'empty-string': ['string', '""'],
  'empty-list': ['list', '[]'],
  'empty-object': ['object', '{}'],
  'list-of-null': ['list', '[null]'],
  'list-of-number': ['list', '[1]'],
  'list-of-empty-list': ['list', '[[]]'],
  'list-of-right-one': ['list', `[${GOOD}]`],
  'list-of-right-one-twice': ['list', `[${GOOD},${GOOD}]`],
  'list-of-right-one-and-null': ['list', `[${GOOD},null]`],
  'list-in-list': ['list', `[[${GOOD}]]`],
  'object-with-right-value': ['object', `{"value":${GOOD}}`],
  'object-like-list': ['object', `{"0":${GOOD},"length":1}`],
  'object-with-to-string': ['object', `{"toString":${GOOD}}`],
  'object-with-value-of': ['object', `{"valueOf":${GOOD}}`],
  'object-with-to-json': ['object', `{"toJSON":${GOOD}}`],
  'object-with-proto': ['object', `{"__proto__":${GOOD}}`],
  'list-of-object': ['list', `[{"value":${GOOD}}]`],
};

/** The texts of all values except those of these types, by name. */
export function valuesBut(...types: readonly JsonType[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(VALUES).flatMap(([label, [type, text]]) => (types.includes(type) ? [] : [[label, text]])),
  );
}

/** Signs a payload with this JSON text as a claim, including text that `JSON.stringify` does not write. */
export function onClaimText(claim: string, text: string | ((good: unknown) => string)): Alteration['apply'] {
  return onPayload((json) => {
    const claims = JSON.parse(json) as Record<string, unknown>;
    const good = claims[claim];
    const written =
      typeof text === 'function' ? text(good) : text.replaceAll(GOOD, () => JSON.stringify(good ?? 'x'));
    const others = Object.entries(claims).filter(([name]) => name !== claim);
    const rest = JSON.stringify(Object.fromEntries(others));
    return rest === '{}'
      ? `{${JSON.stringify(claim)}:${written}}`
      : `{${JSON.stringify(claim)}:${written},${rest.slice(1)}`;
  });
}
