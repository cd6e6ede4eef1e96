import { describe, expect, it } from 'vitest';
import { ConfigurationError } from './configuration-error.js';
import { loadPart } from './load-part.js';

describe('a part that is a file of its own', () => {
  it('is what was loaded', async () => {
    const part = { read: 1 };
    expect(await loadPart('reads YAML', () => Promise.resolve(part))).toBe(part);
  });

  it('is an error of the configuration where it is missing, which says what to do', async () => {
    const missing = new Error("Cannot find module '/app/text.js'\nRequire stack: …");
    const loading = loadPart('reads YAML', () => Promise.reject(missing));
    await expect(loading).rejects.toThrow(ConfigurationError);
    await expect(loading).rejects.toMatchObject({ cause: missing });
    await expect(loading).rejects.toThrow(
      "that reads YAML cannot be loaded: Error: Cannot find module '/app/text.js'. It is imported dynamically",
    );
  });

  it('has a reason of bounded length', async () => {
    const loading = loadPart('reads YAML', () => Promise.reject(new Error('x'.repeat(5_000))));
    await expect(loading).rejects.toThrow(/^.{0,600}$/u);
  });
});
