import { parsePolicy, PolicyError } from '@org/jwt-core';
import { describe, expect, it } from 'vitest';
import { fencesIn, PAGES, type Fence } from './markdown.js';
import { completePolicy } from './fragments.js';

const FILE = 'jwt-policy.yaml';

async function load({ content }: Fence): Promise<PolicyError | undefined> {
  try {
    await parsePolicy(completePolicy(content), { file: FILE });
    return undefined;
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
}

const isPolicy = ({ info }: Fence): boolean => info === 'yaml' || info === 'json policy';

/** `yaml invalid CODE CODE`: with the codes of all its problems. */
const isInvalid = ({ info }: Fence): boolean => info.startsWith('yaml invalid');

/** `yaml test`: a test file of `jwt-policy test`; its package runs them. */
const isTest = ({ info }: Fence): boolean => info === 'yaml test';

describe('the policies on the pages', () => {
  it.each(fencesIn('yaml', 'json').filter(isPolicy))('load: $place', async (fence) => {
    expect((await load(fence))?.message).toBeUndefined();
  });

  it.each(fencesIn('yaml').filter(isInvalid))(
    'are rejected where the page says so, and for nothing else: $place ($info)',
    async (fence) => {
      const [, , ...codes] = fence.info.split(' ');
      const error = await load(fence);
      expect(error).toBeInstanceOf(PolicyError);
      expect(error?.problems.map(({ code }) => code)).toEqual(codes);
    },
  );

  it('have the problems that the page shows, in its words', async () => {
    const shown = PAGES.flatMap(({ fences }) =>
      fences.flatMap((fence, index) => {
        const before = fences[index - 1];
        return fence.info === 'text' && before !== undefined && isInvalid(before) ? [{ before, fence }] : [];
      }),
    );
    expect(shown).not.toEqual([]);
    for (const { before, fence } of shown)
      expect((await load(before))?.message, fence.place).toBe(fence.content);
  });

  it('have no info string that no test reads', () => {
    const others = fencesIn('yaml', 'yml').filter(
      (fence) => ![isPolicy, isInvalid, isTest].some((isRead) => isRead(fence)),
    );
    expect(others).toEqual([]);
  });
});
