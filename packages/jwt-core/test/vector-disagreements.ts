/**
 * The public vectors that we judge otherwise, all in one table. `docs/security.md` explains each, and a test compares
 * the two.
 */

/** The files, as the page calls them. */
export type VectorFile = 'JWS' | 'JWK' | 'crypto' | 'JSON';

/** One case that we judge otherwise. */
export interface Disagreement {
  readonly file: VectorFile;
  /** The number or name of the case. */
  readonly id: string;
  /** What the vector says. We say the other. */
  readonly says: 'valid' | 'invalid';
  /** What our refusal says; for an `invalid` case there is none. */
  readonly code?: string;
  readonly reason: string;
}

const WRONG_KEY = 'the header says PS384, and the key is for PS256';
const NO_ALGORITHM = 'the key says ES521, which is no algorithm';
const BAD_CHARACTER = 'there is a ? in a segment';
const LOST_PADDING = 'its padding was lost: it is case 357, byte for byte';
const PUBLISHED_SECRET = 'a secret that is published is none';
const NAMED_TWICE = 'a member is named twice';

export const DISAGREEMENTS: readonly Disagreement[] = [
  ...cases('JWS', [346, 350], { says: 'valid', code: 'algorithm.not_allowed', reason: WRONG_KEY }),
  ...cases('JWS', [347, 351], { says: 'valid', code: 'algorithm.not_allowed', reason: NO_ALGORITHM }),
  ...cases('JWS', [372, 373], { says: 'valid', code: 'format.malformed', reason: BAD_CHARACTER }),
  ...cases('JWS', [367, 370], { says: 'invalid', reason: LOST_PADDING }),
  ...cases('JWK', [2, 13, 14, 15], { says: 'valid', code: 'key.unsuitable', reason: PUBLISHED_SECRET }),
  ...cases('crypto', [48], { says: 'valid', code: 'key.unsuitable', reason: PUBLISHED_SECRET }),
  ...cases('JSON', ['y_object_duplicated_key', 'y_object_duplicated_key_and_value'], {
    says: 'valid',
    code: 'format.duplicate_member',
    reason: NAMED_TWICE,
  }),
];

/** What the table has about this case, if it has anything. */
export function disagreementOn(file: VectorFile, id: string | number): Disagreement | undefined {
  return DISAGREEMENTS.find((each) => each.file === file && each.id === String(id));
}

/** What the table has about a file, each with the case that it is about. */
export function disagreementsIn<Case extends { readonly tcId: number }>(
  file: VectorFile,
  all: readonly Case[],
): readonly (Disagreement & { readonly is: Case })[] {
  return DISAGREEMENTS.filter((each) => each.file === file).map((each) => {
    const is = all.find(({ tcId }) => String(tcId) === each.id);
    if (is === undefined) throw new Error(`There is no case ${each.id} of ${file}.`);
    return { ...each, is };
  });
}

function cases(
  file: VectorFile,
  ids: readonly (string | number)[],
  about: Pick<Disagreement, 'says' | 'code' | 'reason'>,
): readonly Disagreement[] {
  return ids.map((id) => ({ file, id: String(id), ...about }));
}
