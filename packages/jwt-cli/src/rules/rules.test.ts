import { describe, expect, it } from 'vitest';
import { running } from '../../test/terminal.js';
import { RULES } from '../lint/rules.js';

describe('rules', () => {
  it('lists all of them in 80 columns', async () => {
    const { code, out } = await running(['rules']);
    expect([code, out.split('\n').filter((line) => line.length > 80)]).toEqual([0, []]);
    for (const { id } of RULES) expect(out).toContain(id);
  });

  it('shows one in full', async () => {
    const { out } = await running(['rules', 'JP004']);
    await expect(out).toMatchFileSnapshot('../../test/golden/rule.txt');
  });

  it('is JSON for a program', async () => {
    const { out } = await running(['rules', '--json']);
    expect(JSON.parse(out)).toHaveLength(RULES.length);
  });

  it.each([
    ['JP001', 'is refused when the policy is loaded'],
    ['JP021', 'is not checked here'],
  ])('says what became of %s', async (id, text) => {
    const { code, out } = await running(['rules', id]);
    expect([code, out.replaceAll('\n', ' ')]).toEqual([0, expect.stringContaining(text)]);
  });

  it('ends with 2 for an id that is not there', async () => {
    const { code, note } = await running(['rules', 'JP999']);
    expect([code, note]).toEqual([2, 'There is no rule JP999: jwt-policy rules lists them.\n']);
  });
});
