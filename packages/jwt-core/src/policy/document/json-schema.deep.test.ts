import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { policyJsonSchema } from '../../../test/json-schema.js';
import { EXAMPLE } from '../../../test/policy-documents.js';
import { PARTS } from '../../../test/policy-parts.js';
import { policyVariants, withPart } from '../../../test/policy-variants.js';
import type { PolicyDocument } from './document.js';
import { limitNamesAt, LIMITS } from './limits.js';
import { definePolicy, parsePolicy } from '../policy.js';
import { PolicyError } from '../policy-error.js';
import { type PolicyProblem } from '../problem.js';
import { checkShape } from './shape.js';

// What editors show in place of a pattern is a keyword of theirs; every other one is of draft-07.
const ajv = new Ajv({ strictTypes: true, keywords: ['patternErrorMessage'] });
const isTaken = ajv.compile(policyJsonSchema());

const LEAP_DAY = { issuer: 'login', actor: { sub: { equals: 'a' } }, owner: 'me', reviewBy: '2027-02-29' };

/** What the loader rejects by shape and the JSON Schema takes, with the reason. */
const EXCEPTIONS: Readonly<Record<string, RegExp>> = {
  'a pattern cannot tell which years have a 29th of February':
    /a date that exists, YYYY-MM-DD, found (?:"\d{4}-02-29"|a string of 10 characters)\.$/u,
};
const isExcepted = ({ message }: PolicyProblem): boolean =>
  Object.values(EXCEPTIONS).some((exception) => exception.test(message));

/** What an issuer must say depends on its profile: the loader asks after the shape, the JSON Schema with it. */
const INCOMPLETE = /^\/issuers\/(?<name>[^/]+)\/(?<key>iss|trustDomain|keys|algs|typ|principal|require)$/u;

function shapeProblems(document: unknown): readonly PolicyProblem[] {
  const shaped = checkShape(document);
  return Array.isArray(shaped) ? (shaped as readonly PolicyProblem[]) : [];
}

function allProblems(document: unknown): readonly PolicyProblem[] {
  try {
    definePolicy(document as PolicyDocument);
    return [];
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
}

/** Where the JSON Schema and the loader disagree about a document. */
function disagreement(document: unknown): string | undefined {
  const taken = isTaken(document);
  const shape = shapeProblems(document);
  if (shape.length > 0) {
    return taken && !shape.every(isExcepted) ? `taken, but ${String(shape[0]?.message)}` : undefined;
  }
  const incomplete = allProblems(document).filter(({ pointer }) => INCOMPLETE.test(pointer));
  if (!taken)
    return incomplete.length > 0 ? undefined : `rejected, because ${ajv.errorsText(isTaken.errors)}`;
  const lacking = incomplete.find(({ pointer }) => isAbsent(document as PolicyDocument, pointer));
  return lacking === undefined ? undefined : `taken, but ${lacking.message}`;
}

function isAbsent({ issuers }: PolicyDocument, pointer: string): boolean {
  const { name = '', key = '' } = INCOMPLETE.exec(pointer)?.groups ?? {};
  return !Object.hasOwn(issuers[name] ?? {}, key);
}

describe('the JSON Schema of the policy document', () => {
  it('takes the example of the guide', async () => {
    expect(isTaken((await parsePolicy(EXAMPLE)).document)).toBe(true);
  });

  it.each(PARTS)('takes what the loader takes: $place $name', (part) => {
    const document = withPart(part);
    expect(shapeProblems(document)).toEqual([]);
    expect(isTaken(document), ajv.errorsText(isTaken.errors)).toBe(true);
  });

  it('agrees with the loader on the shape of every variant', () => {
    const disagreements = [...policyVariants()].flatMap(({ change, document }) => {
      const found = disagreement(document);
      return found === undefined ? [] : [`${change}: ${found}`];
    });
    expect(disagreements).toEqual([]);
  }, 120_000); // some fifty thousand documents

  it('is weaker than the loader in the exceptions alone', () => {
    const document = withPart({ name: '', place: '/identities', value: { bot: LEAP_DAY } });
    expect(shapeProblems(document).filter(isExcepted)).toHaveLength(Object.keys(EXCEPTIONS).length);
    expect(isTaken(document)).toBe(true);
  });

  it('leaves references and limits that contradict each other to the loader', () => {
    const document = withPart({ name: '', place: '/services/orders/accept/0', value: 'unknown' });
    expect(allProblems(document)).toMatchObject([{ code: 'undefined_reference' }]);
    expect(isTaken(document)).toBe(true);
  });

  it('offers no key that is not supported yet', () => {
    expect(JSON.stringify(policyJsonSchema())).not.toMatch(/"(?:binding|stepUp)"/u);
  });

  it('describes what the types in document.ts describe, and the defaults', () => {
    const { definitions } = policyJsonSchema();
    expect(definitions).toMatchObject({
      clockSkew: { description: expect.stringMatching(/^How far clocks may differ\./u) as string },
      matcher: {
        properties: { startsWith: { description: expect.stringContaining('delimiter') as string } },
      },
    });
    const limits = definitions as Readonly<Record<string, { readonly default?: unknown }>>;
    for (const name of limitNamesAt('defaults')) {
      expect(limits[name]?.default, name).toBe(LIMITS[name].default);
    }
  });
});
