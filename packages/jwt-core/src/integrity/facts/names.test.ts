import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claims, JsonValue } from '../../json/json-value.js';
import { parseClaimPath } from '../../policy/model/claim-path.js';
import { ROLES, SCOPES, type Names } from './names.js';
import { MALFORMED, type Reading } from './reading.js';

const ROLE_NAMES = ROLES.names;
const read = (value: JsonValue, reader = SCOPES): Reading<Names> =>
  reader.read({ held: value }, parseClaimPath('held'));

function listOf(value: JsonValue, reader = SCOPES): readonly string[] | typeof MALFORMED {
  const names = read(value, reader);
  return names === MALFORMED ? names : names.list;
}

describe('the names that a token holds', () => {
  it.each<[what: string, claims: Claims, list: readonly string[]]>([
    ['a text', { held: 'a b' }, ['a', 'b']],
    ['a list', { held: ['a', 'b'] }, ['a', 'b']],
    ['each once, in the order of the token', { held: 'b a b' }, ['b', 'a']],
    ['of a list as well', { held: ['b', 'a', 'b'] }, ['b', 'a']],
    ['a text that is empty', { held: '' }, []],
    ['a list that is empty', { held: [] }, []],
    ['no claim', {}, []],
    ['null', { held: null }, []],
    ['two spaces', { held: ' a  b ' }, ['a', 'b']],
    ['a list with an empty name', { held: ['a', ''] }, ['a']],
  ])('are read: %s', (_what, claims, list) => {
    const names = SCOPES.read(claims, parseClaimPath('held'));
    expect(names).toEqual({ list, set: new Set(list) });
  });

  it.each<[what: string, value: JsonValue]>([
    ['a number', 7],
    ['a number in a list', ['a', 1]],
    ['a list in a list', [['a']]],
    ['an object', { a: true }],
    ['null in a list', ['a', null]],
    ['a control character', ['a\nb']],
  ])('are malformed as a whole: %s', (_what, value) => {
    expect([listOf(value), listOf(value)]).toEqual([MALFORMED, MALFORMED]);
  });

  it('of a scope are in ASCII, without quotes and backslashes; those of a role need not be', () => {
    const odd = ['é', '"', '\\', 'a b'];
    expect(odd.map((name) => listOf([name], SCOPES))).toEqual(odd.map(() => MALFORMED));
    expect(odd.map((name) => listOf([name], ROLE_NAMES))).toEqual(odd.map((name) => [name]));
  });

  it('are misfit where the way to them is no object', () => {
    expect(ROLE_NAMES.read({ realm: 'x' }, parseClaimPath('/realm/roles'))).toBe(MALFORMED);
  });

  it('cannot be changed by a reader of the list', () => {
    const names = read(['a']);
    expect(names === MALFORMED || Object.isFrozen(names.list)).toBe(true);
  });

  it('are the same ones for every token that holds the same', () => {
    expect(read(['x', 'y'])).toBe(read(['x', 'y']));
    expect(read('x y')).toBe(read('x y'));
  });

  it.each<[one: JsonValue, other: JsonValue]>([
    ['["a"]', ['a']],
    ['a b', ['a b']],
    [['a', 'b'], ['a,b']],
    [['a","b'], ['a', 'b']],
    [['1'], [1]],
  ])('are not taken for those of another token: %j and %j', (one, other) => {
    expect(listOf(one)).not.toEqual(listOf(other));
  });

  it('are the names that are there, whatever was read before', () => {
    const name = fc.stringMatching(/^[a-c",[\]\\]{1,3}$/u);
    fc.assert(
      fc.property(fc.array(name, { maxLength: 4 }), (names) => {
        expect(listOf(names, ROLE_NAMES)).toEqual([...new Set(names)]);
      }),
    );
  });
});

describe('the roles that a token holds', () => {
  const { names, spaceDelimited, memberNames } = ROLES;
  it.each<[what: string, reader: typeof names, value: JsonValue, list: readonly string[] | typeof MALFORMED]>(
    [
      ['one, where a string is one role', names, 'No Admin', ['No Admin']],
      ['several, where a list is several', names, ['Site Manager', 'Clerk'], ['Site Manager', 'Clerk']],
      ['none, where the string is empty', names, '', []],
      ['several, where the issuer writes spaces between them', spaceDelimited, 'a  b', ['a', 'b']],
      [
        'the names of members',
        memberNames,
        { 'corporate member': { '1234': 'acme' }, cfo: {} },
        ['corporate member', 'cfo'],
      ],
      ['not those of members that say no', memberNames, { cfo: null, boss: false, clerk: true }, ['clerk']],
      ['none, where there are no members', memberNames, {}, []],
      ['none, where a list in the place of an object is empty', memberNames, [], []],
      ['unclear, where an object is not expected', names, { cfo: {} }, MALFORMED],
      ['unclear, where an object is not expected, with spaces', spaceDelimited, { cfo: {} }, MALFORMED],
      ['unclear, where a list is not expected', memberNames, ['cfo'], MALFORMED],
      ['unclear, where a string is not expected', memberNames, 'cfo', MALFORMED],
      ['none, where a string in the place of an object is empty', memberNames, '', []],
      ['unclear, where a name has a control character', memberNames, { 'a\nb': {} }, MALFORMED],
      ['unclear, where the claim is a number', memberNames, 7, MALFORMED],
    ],
  )('are %s', (_what, reader, value, list) => {
    expect(listOf(value, reader)).toEqual(list);
  });
});
