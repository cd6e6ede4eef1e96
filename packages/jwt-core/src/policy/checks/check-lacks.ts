/** What takes the place of something that tokens lack must be able to take it. */

import type { IssuerDocument } from '../document/document.js';
import { IN_ID_TOKENS } from '../model/id-token.js';
import type { DocumentPlace } from '../problem.js';

const MAX_DAYS = 366;
const DAY_MS = 86_400_000;

/** Reports what an issuer says of its tokens that cannot be, or would replace a check by nothing. */
export function checkLacks({ lacks = {}, tokens, principal }: IssuerDocument, place: DocumentPlace): void {
  const { typ, sub, shortLife } = lacks;
  if (typ !== undefined && tokens === 'id') {
    place.at('typ').invalid('ID tokens need no typ: with tokens: id, leave lacks.typ out.');
  }
  for (const [index, claim] of typ?.shownBy.entries() ?? []) {
    if (!IN_ID_TOKENS.has(claim)) continue;
    place
      .at('typ', 'shownBy', index)
      .invalid(
        `ID tokens can have "${claim}" too: name claims that only the access tokens have, such as scp.`,
      );
  }
  if (sub !== undefined && principal === 'user') {
    place.at('sub').invalid('A person always has a sub: with principal: user, leave lacks.sub out.');
  }
  if (shortLife !== undefined && Date.parse(shortLife.until) > Date.now() + MAX_DAYS * DAY_MS) {
    place
      .at('shortLife', 'until')
      .invalid(`Expected a day at most ${String(MAX_DAYS)} days ahead, found ${shortLife.until}.`);
  }
}
