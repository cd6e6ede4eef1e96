/** Good tokens with a number that a JavaScript number cannot hold (RFC 8259 §6): two accounts would be read as one. */

import { onHeader, onPayload, type Alteration } from './alteration.js';

const altered = (name: string, summary: string, apply: Alteration['apply']): Alteration => ({
  name,
  summary,
  code: 'format.inexact_number',
  apply,
});
const withMember = (json: string, member: string): string => json.replace(/^\{/u, () => `{${member},`);
const member = (text: string): Alteration['apply'] => onPayload((json) => withMember(json, text));

/** Alterations by numbers. */
export const INEXACT_NUMBER_ALTERATIONS: readonly Alteration[] = [
  altered(
    'inexact-number',
    'A claim that no check reads is a number of nineteen digits.',
    member('"user_id":1234567890123456789'),
  ),
  altered(
    'inexact-number-beside-exact-one',
    'Only the last digit differs from a number that can be held.',
    member('"user_id":9007199254740993'),
  ),
  altered(
    'inexact-number-inside',
    'Such a number is in a list in a claim.',
    member('"x":{"y":[9007199254740993]}'),
  ),
  altered(
    'inexact-number-with-exponent',
    'Such a number is written with an exponent.',
    member('"x":9007199254.740993e6'),
  ),
  altered('inexact-fraction', 'A fraction is too close to one.', member('"x":0.99999999999999999')),
  altered('number-too-small', 'A number is so small that it is read as zero.', member('"x":1e-400')),
  altered(
    'inexact-expiry',
    'exp has more digits after its point than can be held.',
    onPayload((json) => json.replace(/"exp":\d+/u, '$&.0000000000001')),
  ),
  altered(
    'inexact-number-in-header',
    'A header parameter that no check reads is such a number.',
    onHeader((header) => withMember(JSON.stringify(header), '"x":9007199254740993')),
  ),
];
