import { beforeAll, describe, expect, it } from 'vitest';
import { cell, COLUMNS, type Column, type Variant } from '../../../test/profile-matrix.js';
import { BY_CLAIMS, BY_ISSUER } from '../../../test/profile-verdicts.js';
import type { TokenKind } from '../../../test/token-kind.js';
import { TOKEN_KINDS } from '../../../test/token-kinds.js';

interface Cell {
  readonly kind: TokenKind;
  readonly column: Column;
  readonly outcome: string;
}

const SHORT: Readonly<Record<string, string>> = {
  'claims.missing': 'miss',
  'claims.malformed': 'form',
  'claims.mismatch': 'claim',
};

/** A row as the table writes it. */
function rowOf(name: string, outcomes: readonly string[]): string {
  const cells = outcomes.map((outcome) => (SHORT[outcome] ?? outcome.replace(/\..*$/u, '')).padEnd(9));
  return `${name.padEnd(30)}${cells.join('')}`.trimEnd();
}

const rowsOf = (table: string): readonly string[] => table.trim().split('\n').slice(1);
const rowNamed = (table: string, name: string): string | undefined =>
  rowsOf(table).find((row) => row.slice(0, 30).trim() === name);

const passes = ({ outcome }: Cell): boolean => outcome === 'user' || outcome === 'workload';
const cellInWords = ({ kind, column, outcome }: Cell): string =>
  `${kind.name} under ${column.name}: ${outcome}`;

describe.each([
  ['issuer', BY_ISSUER],
  ['claims', BY_CLAIMS],
] as const)('every profile and every kind of token, with the %s made to fit', (variant: Variant, table) => {
  const cells: Cell[] = [];

  beforeAll(async () => {
    for (const kind of TOKEN_KINDS) {
      for (const column of COLUMNS) cells.push({ kind, column, outcome: await cell(kind, column, variant) });
    }
  }, 60_000);

  it.each(TOKEN_KINDS)('has the row of the table: $name', ({ name }) => {
    const outcomes = cells.filter(({ kind }) => kind.name === name).map(({ outcome }) => outcome);
    expect(rowOf(name, outcomes)).toBe(rowNamed(table, name));
  });

  it('has no other rows', () => {
    expect(rowsOf(table)).toHaveLength(TOKEN_KINDS.length);
  });

  it('never takes for a user what does not speak for a person', () => {
    const wrong = cells.filter(({ kind, outcome }) => outcome === 'user' && kind.speaksOf !== 'person');
    expect(wrong.map(cellInWords)).toEqual([]);
  });

  it('takes a person for a workload only where the document alone says so', () => {
    const wrong = cells.filter(({ kind, column, outcome }) => {
      return outcome === 'workload' && kind.speaksOf === 'person' && column.name !== 'JWT-w';
    });
    expect(wrong.map(cellInWords)).toEqual([]);
  });

  it('takes under the profile of a provider its own tokens alone', () => {
    // An ID token of Google is one of OpenID Connect: where the issuer is made to fit, nothing tells it apart.
    const generic = ['rfc9068', 'oidc-id-token', variant === 'claims' ? 'google' : ''];
    const wrong = cells.filter((each) => {
      const { profile } = each.column;
      return (
        passes(each) && profile !== undefined && !generic.includes(profile) && each.kind.home !== profile
      );
    });
    expect(wrong.map(cellInWords)).toEqual([]);
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
});
