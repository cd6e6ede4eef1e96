/** From a test file to a document of the right form, or every mistake in it with its place. */

import { dirname, join } from 'node:path';
import { didYouMean } from '@org/jwt-core/adapter';
import * as v from 'valibot';
import { readText } from '../policy-files/read-policy.js';
import { UsageError } from '../terminal/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';
import { count, wrap } from '../terminal/words.js';
import { DOCUMENT, expectedAt, keysAt, type TestDocument } from './document.js';
import { readPlaced, type Path, type PlacedText, type Problem } from './places.js';

/** Of a message: its terminal is not known everywhere, and is rarely narrower. */
const COLUMNS = 80;

/** A file that can be run. */
export interface TestFile {
  /** As the command names it. */
  readonly source: string;
  readonly document: TestDocument;
  readonly text: PlacedText;
  /** Where its policy is: relative to the folder of the command. */
  readonly policySource: string;
}

/** Reads one file. `policy` is used in place of the one that the file names. */
export async function readTestFile(
  source: string,
  terminal: Terminal,
  policy: string | undefined,
): Promise<TestFile> {
  const text = readPlaced(await readText(source, terminal));
  if (text.problems.length > 0) throw mistakes(source, text, text.problems);
  const result = v.safeParse(DOCUMENT, text.value);
  if (!result.success) {
    throw mistakes(source, text, withoutMistyped(result.issues.map((issue) => problemOf(issue, text))));
  }
  const document = result.output;
  const policySource = policy ?? besides(source, document.policy);
  if (policySource === undefined) {
    const message = 'The file names no policy: write policy: ./policy.yaml, or give --policy FILE.';
    throw mistakes(source, text, [{ place: text.locate([]), message }]);
  }
  return { source, document, text, policySource };
}

/** All mistakes of a file, each with its line. */
export function mistakes(source: string, text: PlacedText, problems: readonly Problem[]): UsageError {
  const ordered = problems.toSorted(
    ({ place: one }, { place: other }) => one.line - other.line || one.column - other.column,
  );
  const said = ordered.map(
    ({ place, message }) =>
      `${source}:${String(place.line)}:${String(place.column)}\n${wrap(message, COLUMNS, '  ')}\n${text.excerpt(place)}`,
  );
  return new UsageError(`${said.join('\n\n')}\n\n✗ ${source}: ${count(problems.length, 'problem')}`);
}

/** `{ meant }`: the key that a mistyped one stands for. */
interface ShapeProblem extends Problem {
  readonly at: string;
  readonly meant?: string;
}

function problemOf(issue: v.BaseIssue<unknown>, text: PlacedText): ShapeProblem {
  const path: Path = (issue.path ?? []).flatMap(({ key }: { readonly key: unknown }) =>
    typeof key === 'string' || typeof key === 'number' ? [key] : [],
  );
  const last = String(path.at(-1) ?? '');
  const parent = path.slice(0, -1);
  const at = JSON.stringify(path);
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const known = keysAt(parent);
    const hint = didYouMean(last, known);
    const meant = /"(.*)"/u.exec(hint)?.[1];
    const message = `There is no key "${last}" here.${hint === '' ? ` There is ${known.join(', ')}.` : hint}`;
    return {
      at,
      place: text.locateKey(path),
      message,
      ...(meant !== undefined && { meant: JSON.stringify([...parent, meant]) }),
    };
  }
  if (path.length === 0) {
    const keys = 'apiVersion, kind, policy, now, callers and tests';
    return {
      at,
      place: text.locate(path),
      message: `Expected a mapping with ${keys}, found ${issue.received}.`,
    };
  }
  const expected =
    expectedAt(path) ??
    (issue.type === 'regex' ? 'text in one line' : undefined) ??
    issue.expected?.replaceAll(/["()]/gu, '').replaceAll(' | ', ' or ') ??
    'something else';
  if (issue.type === 'strict_object' && issue.received === 'undefined') {
    return {
      at,
      place: text.locate(parent),
      message: `"${last}" is missing: write ${last}: ${expectedAt(path) ?? exampleOf(last)}.`,
    };
  }
  const received = typeof issue.input === 'string' ? JSON.stringify(issue.input) : issue.received;
  const hint = typeof issue.input === 'string' ? didYouMean(issue.input, expected.split(/[^\w/]+/u)) : '';
  return {
    at,
    place: text.locate(path),
    message: `${last}: expected ${expected}, found ${received}.${hint}`,
  };
}

function exampleOf(key: string): string {
  const examples: Readonly<Record<string, string>> = {
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicyTest',
    service: 'the name of a service of the policy',
    caller: 'one of callers, or none',
  };
  return examples[key] ?? 'it';
}

/** One mistake is reported once: where a key was mistyped, the right one is not missing. */
function withoutMistyped(problems: readonly ShapeProblem[]): readonly Problem[] {
  const meant = new Set(problems.flatMap((each) => each.meant ?? []));
  return problems.filter(({ at }) => !meant.has(at));
}

function besides(source: string, policy: string | undefined): string | undefined {
  if (policy === undefined || source === '-' || policy.startsWith('/')) return policy;
  return join(dirname(source), policy);
}
