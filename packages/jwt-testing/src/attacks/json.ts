/** Headers and payloads that are not exactly one JSON object. The signature is good for what stands there. */

import { onHeader, onPayload } from '../alterations/alteration.js';
import { MALFORMED_TEXTS, type Spoil } from './values/json-texts.js';
import { attacksOf, type AttackClass } from './row.js';

const ALL: Readonly<Record<string, Spoil>> = Object.fromEntries(
  Object.entries(MALFORMED_TEXTS).flatMap(([kind, texts]) =>
    Object.entries(texts).map(([label, spoil]) => [`${kind}-${label}`, spoil]),
  ),
);

/** Every text that is no JSON object, as the header and as the payload. */
export const JSON_TEXT: AttackClass = {
  name: 'json',
  summary: 'The header or the payload is no JSON object, or one that two parsers would read differently.',
  attacks: () => [
    ...attacksOf('json/header', ALL, (spoil, label) => ({
      summary: `The header is spoiled: ${label}.`,
      code: 'format.malformed',
      apply: onHeader((header) => spoil(JSON.stringify(header))),
    })),
    ...attacksOf('json/payload', ALL, (spoil, label) => ({
      summary: `The payload is spoiled: ${label}.`,
      code: 'format.malformed',
      apply: onPayload(spoil),
    })),
  ],
};
