/** Runs the cases of a test file. */

import { carry } from '../stand-in/carry.js';
import { serviceOf } from '../stand-in/stand-in.js';
import { runAttacks } from './attacks.js';
import { attemptOf, judge, requestOf, tokenOf, type Run, type Titled } from './attempt.js';
import type { CaseDocument, OperationTest } from './document.js';
import type { Outcome, Result } from './result.js';
import { titleOf } from './title.js';

/** Every result of the listed cases whose title the filter takes, one after the other. */
export async function* runCases(run: Run, takes: (title: string) => boolean): AsyncGenerator<Result> {
  for (const [index, test] of run.file.document.tests.entries()) {
    for (const [position, each] of test.cases.entries()) {
      const title = titleOf(test, each);
      if (!takes(title)) continue;
      const path = ['tests', index, 'cases', position];
      yield* each.mutate === undefined
        ? runCase(run, test, each, { path, title })
        : runAttacks(run, test, each, { path, title });
    }
  }
}

async function* runCase(
  run: Run,
  test: OperationTest,
  each: CaseDocument,
  titled: Titled,
): AsyncGenerator<Result> {
  const token = tokenOf(run, test, each);
  const bare = requestOf(run, test, each, token);
  const service = serviceOf(run.standIn.policy, test.service);
  const expected: Outcome =
    each.allow === undefined ? { outcome: 'deny', code: each.deny } : { outcome: 'allow', rule: each.rule };
  yield await judge(run, {
    ...attemptOf(test, each, titled),
    kind: 'case',
    expected,
    request: token === undefined ? bare : carry(bare, token.token, service),
  });
}
