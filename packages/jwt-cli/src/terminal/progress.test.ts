import { describe, expect, it, vi } from 'vitest';
import { progressOf } from './progress.js';

describe('progress', () => {
  it('is silent where all is done quickly', () => {
    const note = vi.fn();
    const step = progressOf({ note }, 'cells decided');
    for (let index = 0; index < 100; index += 1) step();
    expect(note).not.toHaveBeenCalled();
  });

  it('is a line now and then, and ever more rarely', () => {
    const notes: string[] = [];
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const step = progressOf({ note: (text) => void notes.push(text) }, 'cells decided');
    for (let index = 0; index < 10; index += 1) {
      now += 1000;
      step(10);
    }
    expect(notes).toEqual([
      '2 of 10 cells decided …\n',
      '5 of 10 cells decided …\n',
      '9 of 10 cells decided …\n',
    ]);
  });
});
