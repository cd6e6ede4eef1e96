/** Headers and payloads that are not exactly one JSON object. The signature is good for these bytes. */

import { onHeader, onPayload } from '../alterations/alteration.js';
import { MALFORMED_TEXTS, type TextChange } from './values/json-texts.js';
import { attacksOf, type AttackClass } from './row.js';

const ALL: Readonly<Record<string, TextChange>> = Object.fromEntries(
  Object.entries(MALFORMED_TEXTS).flatMap(([kind, texts]) =>
    Object.entries(texts).map(([label, change]) => [`${kind}-${label}`, change]),
  ),
);

/** Every text that is not a JSON object, as the header and as the payload. */
export const JSON_TEXT: AttackClass = {
  name: 'json',
  summary: 'The header or the payload is not a JSON object, or two parsers read it differently.',
  attacks: () => [
    ...attacksOf('json/header', ALL, (change, label) => ({
      summary: `The header is malformed: ${label}.`,
      code: 'format.malformed',
      apply: onHeader((header) => change(JSON.stringify(header))),
    })),
    ...attacksOf('json/payload', ALL, (change, label) => ({
      summary: `The payload is malformed: ${label}.`,
      code: 'format.malformed',
      apply: onPayload(change),
    })),
  ],
};
