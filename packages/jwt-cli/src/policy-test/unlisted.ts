/** What no case of a file lists must be denied. */

import { carry } from '../stand-in/carry.js';
import { serviceOf } from '../stand-in/stand-in.js';
import { NONE, type CaseDocument } from './document.js';
import { judge, signCaller, type Run } from './attempt.js';
import type { Result } from './result.js';

/**
 * Tries each caller at each operation of the services that the file names, save where a case lists the two. A public
 * operation reads no token: the caller without one stands for all.
 */
export async function* tryUnlisted(run: Run, results: readonly Result[]): AsyncGenerator<Result> {
  const { file, standIn } = run;
  const listed = new Set(
    results.flatMap(({ path, service, operation, caller }) =>
      isPlain(caseAt(run, path)) ? [keyOf(service, operation ?? '', caller)] : [],
    ),
  );
  const { callers, tests } = file.document;
  for (const service of new Set(tests.map((test) => test.service))) {
    const first = tests.findIndex((test) => test.service === service);
    for (const [operation, { auth }] of Object.entries(serviceOf(standIn.policy, service).operations)) {
      for (const name of auth === 'public' ? [NONE] : [NONE, ...Object.keys(callers)]) {
        if (listed.has(keyOf(service, operation, name))) continue;
        const token = signCaller(run, name, service);
        const request = standIn.tokens.requestFor(operation, {
          service,
          ...(token?.tenant !== undefined && { tenant: token.tenant }),
        });
        const result = await judge(run, {
          kind: 'unlisted',
          path: ['tests', first],
          title: `${service} ${operation}: ${name}`,
          service,
          operation,
          caller: name,
          expected: { outcome: 'deny' },
          request:
            token === undefined ? request : carry(request, token.token, serviceOf(standIn.policy, service)),
        });
        yield result.status === 'failed' ? { ...result, advice: adviceFor(result) } : result;
      }
    }
  }
}

function adviceFor({ caller, operation, service }: Result): string {
  return (
    `No case lists "${caller}" at ${operation ?? ''} of ${service}, so it must be denied. ` +
    `Where this is meant, write the case { caller: ${caller}, allow: true }.`
  );
}

function caseAt({ file }: Run, [, test, , position]: Result['path']): CaseDocument | undefined {
  return file.document.tests[Number(test)]?.cases[Number(position)];
}

/** The caller's own token, as it is, with the request that it would send. */
function isPlain(each: CaseDocument | undefined): boolean {
  if (each === undefined) return false;
  const { claims, without, header, tenant, after, mutate } = each;
  return [claims, without, header, tenant, after, mutate].every((change) => change === undefined);
}

function keyOf(service: string, operation: string, caller: string): string {
  return JSON.stringify([service, operation, caller]);
}
