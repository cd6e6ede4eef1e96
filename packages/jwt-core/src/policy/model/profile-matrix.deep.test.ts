/** Every profile and every kind of token: which pass, and whom they speak of. */

import { beforeAll, describe, expect, it } from 'vitest';
import { cell, COLUMNS, type Column, type Variant } from '../../../test/profile-matrix.js';
import type { TokenKind } from '../../../test/token-kind.js';
import { TOKEN_KINDS } from '../../../test/token-kinds.js';
import { PROFILES } from './profiles.js';

interface Cell {
  readonly kind: TokenKind;
  readonly column: Column;
  readonly outcome: string;
}

const passes = ({ outcome }: Cell): boolean => outcome === 'user' || outcome === 'workload';
const cellInWords = ({ kind, column, outcome }: Cell): string =>
  `${kind.name} under ${column.name}: ${outcome}`;

/** One line for a kind of token: the issuers that take it, and as what. */
function lineOf({ name }: TokenKind, cells: readonly Cell[]): string {
  const taken = cells.filter((each) => each.kind.name === name && passes(each));
  const named = (outcome: string): readonly string[] => {
    const columns = taken.filter((each) => each.outcome === outcome).map(({ column }) => column.name);
    return columns.length === 0 ? [] : [`  ${outcome}: ${columns.join('; ')}`];
  };
  return [name, ...(taken.length === 0 ? ['  none'] : [...named('user'), ...named('workload')])].join('\n');
}

const isIdToken = ({ name, home }: TokenKind): boolean =>
  name.includes('ID token') || (home !== undefined && PROFILES[home].issuer.tokens === 'id');

/** Google's tokens are ID tokens by their name, for APIs by their use; its proxy signs one kind of token. */
const TAKES_ID_TOKENS = ['google', 'google-iap'];

describe.each<[Variant]>([['issuer'], ['claims']])(
  'every profile and every kind of token, with the %s made to fit',
  (variant) => {
    const cells: Cell[] = [];

    beforeAll(async () => {
      for (const kind of TOKEN_KINDS) {
        for (const column of COLUMNS)
          cells.push({ kind, column, outcome: await cell(kind, column, variant) });
      }
    }, 300_000);

    it('is taken by these issuers alone', async () => {
      const lines = TOKEN_KINDS.map((kind) => lineOf(kind, cells));
      await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`profile-matrix.${variant}.golden.txt`);
    });

    it('never takes for a user what does not speak for a person', () => {
      const wrong = cells.filter(({ kind, outcome }) => outcome === 'user' && kind.speaksOf !== 'person');
      // Under another's iss, nothing would tell the programs of these providers: their own iss belongs to their profile.
      const isUnmarked = ({ kind: { home } }: Cell): boolean =>
        variant === 'claims' && home !== undefined && PROFILES[home].noPrincipal !== undefined;
      expect(wrong.filter((each) => !isUnmarked(each)).map(cellInWords)).toEqual([]);
    });

    it('takes a person for a workload only where the document alone says so', () => {
      const wrong = cells.filter(({ kind, column, outcome }) => {
        return outcome === 'workload' && kind.speaksOf === 'person' && column.rest?.principal !== 'workload';
      });
      expect(wrong.map(cellInWords)).toEqual([]);
    });

    it('takes no ID token under the profile of a provider whose access tokens are asked for', () => {
      const wrong = cells.filter((each) => {
        const { profile } = each.column;
        return (
          passes(each) &&
          isIdToken(each.kind) &&
          profile !== undefined &&
          PROFILES[profile].issuer.tokens !== 'id' &&
          !TAKES_ID_TOKENS.includes(profile)
        );
      });
      expect(wrong.map(cellInWords)).toEqual([]);
    });

    it('takes the tokens of a provider under its own profile', () => {
      const homes = cells.filter(
        ({ kind, column }) => kind.home !== undefined && kind.home === column.profile,
      );
      const taken = new Set(homes.filter(passes).map(({ column }) => column.name));
      expect(COLUMNS.filter(({ profile, name }) => profile !== undefined && !taken.has(name))).toEqual([]);
    });

    it('takes as a token of RFC 9068 what has its typ alone', () => {
      const wrong = cells.filter(
        (each) =>
          passes(each) &&
          each.column.profile === 'rfc9068' &&
          !/^at\+jwt$/iu.test(String(each.kind.header['typ'])),
      );
      expect(wrong.map(cellInWords)).toEqual([]);
    });
  },
);
