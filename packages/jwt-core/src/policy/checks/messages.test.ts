import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CREDENTIAL_MISTAKES } from '../../../test/mistakes/credentials.js';
import { ISSUER_MISTAKES } from '../../../test/mistakes/issuers.js';
import { KEY_MISTAKES } from '../../../test/mistakes/keys.js';
import { LIMIT_MISTAKES } from '../../../test/mistakes/limits.js';
import type { Mistake } from '../../../test/mistakes/mistake.js';
import { PROFILE_MISTAKES } from '../../../test/mistakes/profiles.js';
import { PROVIDER_MISTAKES } from '../../../test/mistakes/provider-facts.js';
import { SERVICE_MISTAKES } from '../../../test/mistakes/services.js';
import { SHADOW_MISTAKES } from '../../../test/mistakes/shadows.js';
import { SHAPE_MISTAKES } from '../../../test/mistakes/shapes.js';
import { TENANT_MISTAKES } from '../../../test/mistakes/tenants.js';
import { placeOf, problemsOf } from '../../../test/policy-documents.js';

const TABLES: Readonly<Record<string, readonly Mistake[]>> = {
  'the shape of the document': SHAPE_MISTAKES,
  issuers: ISSUER_MISTAKES,
  'tenants of issuers': TENANT_MISTAKES,
  keys: KEY_MISTAKES,
  profiles: PROFILE_MISTAKES,
  'what a provider does': PROVIDER_MISTAKES,
  services: SERVICE_MISTAKES,
  'the places of tokens': CREDENTIAL_MISTAKES,
  'shadow mode': SHADOW_MISTAKES,
  limits: LIMIT_MISTAKES,
};

beforeAll(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-23T12:00:00Z'), toFake: ['Date'] });
});

afterAll(() => {
  vi.useRealTimers();
});

describe.each(Object.entries(TABLES))('a mistake in %s', (_area, mistakes) => {
  it.each(mistakes)('is reported with its code and place: %s', async (_name, text, place) => {
    const places = (await problemsOf(text)).map(placeOf);
    expect(places.some((each) => each.endsWith(place))).toBe(true);
  });
});

describe('the messages', () => {
  it('are those of the golden file; `npx vitest run src/policy/checks/messages.test.ts -u` writes it', async () => {
    const lines: string[] = [];
    for (const [area, mistakes] of Object.entries(TABLES)) {
      lines.push(`# ${area}`, '');
      for (const [name, text] of mistakes) {
        lines.push(name);
        for (const problem of await problemsOf(text))
          lines.push(`  ${placeOf(problem)}`, `    ${problem.message.replaceAll(process.cwd(), '/FOLDER')}`);
      }
      lines.push('');
    }
    await expect(lines.join('\n')).toMatchFileSnapshot('./messages.golden.txt');
  });

  it('are whole sentences', async () => {
    for (const [, text] of Object.values(TABLES).flat()) {
      for (const { message } of await problemsOf(text)) expect(message).toMatch(/^["A-Z$a-z].*[.?]$/u);
    }
  });
});
