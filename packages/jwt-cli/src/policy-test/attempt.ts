/** One request of a test file: a signed token, and a decision of the real engine. */

import { ConfigurationError } from '@org/jwt-core';
import type { RequestDescription } from '@org/jwt-testing';
import type { StandIn } from '../stand-in/stand-in.js';
import { NONE, type CaseDocument, type OperationTest } from './document.js';
import type { Path } from './places.js';
import { mistakes, type TestFile } from './read-test-file.js';
import { isAsExpected, type Outcome, type Result, type ResultKind } from './result.js';
import { signFor, type Changes, type SignedToken } from './tokens.js';

/** What is needed to run the cases of a file. */
export interface Run {
  readonly file: TestFile;
  readonly standIn: StandIn;
}

/** One request that is to be judged. */
export interface Attempt {
  readonly kind: ResultKind;
  readonly path: Path;
  readonly title: string;
  readonly service: string;
  readonly caller: string;
  readonly expected: Outcome;
  readonly request: RequestDescription;
  readonly operation: string | undefined;
  readonly after?: number;
}

/** A case, by its place and its title. */
export interface Titled {
  readonly path: Path;
  readonly title: string;
}

/** What all requests of a case have in common. */
export function attemptOf(
  test: OperationTest,
  each: CaseDocument,
  titled: Titled,
): Omit<Attempt, 'kind' | 'expected' | 'request'> {
  const { service, operation } = test;
  const after = each.after === undefined ? {} : { after: milliseconds(each.after) };
  return { ...titled, service, operation, caller: each.caller, ...after };
}

/** The token of a case; `undefined` where its caller has none. */
export function tokenOf(run: Run, { service }: OperationTest, each: CaseDocument): SignedToken | undefined {
  return each.caller === NONE ? undefined : signCaller(run, each.caller, service, each);
}

/** The caller's token. That the policy cannot have such a caller is a mistake in the file, at its line. */
export function signCaller(
  { file, standIn }: Run,
  name: string,
  service: string,
  changes: Changes = {},
): SignedToken | undefined {
  const caller = file.document.callers[name];
  if (caller === undefined) return undefined;
  try {
    return signFor(standIn, caller, service, changes);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw mistakes(file.source, file.text, [
      { place: file.text.locate(['callers', name]), message: error.message },
    ]);
  }
}

/** The request of the operation, for the tenant that the case names, or that the token belongs to. */
export function requestOf(
  { standIn }: Run,
  { service, operation, request }: OperationTest,
  { tenant }: CaseDocument,
  token: SignedToken | undefined,
): RequestDescription {
  if (operation === undefined) {
    const [method = '', target = ''] = request?.split(' ') ?? [];
    return { method, target, headers: [] };
  }
  const named = tenant ?? token?.tenant;
  return standIn.tokens.requestFor(operation, { service, ...(named !== undefined && { tenant: named }) });
}

/** Asks the engine twice: for the decision, and for its explanation, which is what the report shows. */
export async function judge({ file, standIn }: Run, attempt: Attempt): Promise<Result> {
  const { kind, path, title, service, caller, expected, request, operation, after } = attempt;
  const asked = { operation, after };
  const decision = await standIn.decide(service, request, asked);
  const explanation = await standIn.explain(service, request, asked);
  const code = decision.outcome === 'deny' ? decision.code : undefined;
  const rule = decision.outcome === 'allow' ? explanation.rule : undefined;
  const actual: Outcome = { outcome: decision.outcome, code, rule };
  return {
    kind,
    file: file.source,
    path,
    place: file.text.locate(path),
    service,
    operation: explanation.operation ?? operation,
    caller,
    title,
    status: isAsExpected(expected, actual) ? 'passed' : 'failed',
    expected,
    actual,
    advice: undefined,
    explanation,
  };
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function milliseconds(duration: string): number {
  return Number(duration.slice(0, -1)) * (UNITS[duration.slice(-1)] ?? Number.NaN);
}
