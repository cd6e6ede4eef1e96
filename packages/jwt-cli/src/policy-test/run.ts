/** Runs a test file: each case is a signed token, a request, and a decision of the real engine. */

import { ALTERATIONS, type Alteration, type RequestDescription, type TokenMaterial } from '@org/jwt-testing';
import { ConfigurationError } from '@org/jwt-core';
import type { ResolvedIssuer } from '@org/jwt-core/policy';
import { carry, carryInstead } from '../stand-in/carry.js';
import { serviceOf, type StandIn } from '../stand-in/stand-in.js';
import { applies } from './applies.js';
import { NONE, type CaseDocument, type OperationTest } from './document.js';
import type { Path } from './places.js';
import { mistakes, type TestFile } from './read-test-file.js';
import { isAsExpected, type Outcome, type Result, type ResultKind } from './result.js';
import { signFor, type Changes, type SignedToken } from './tokens.js';
import { titleOf } from './title.js';

/** What is needed to run the cases of a file. */
export interface Run {
  readonly file: TestFile;
  readonly standIn: StandIn;
}

/** One request that is to be judged. */
interface Attempt {
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

interface Titled {
  readonly path: Path;
  readonly title: string;
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

async function* runAttacks(
  run: Run,
  test: OperationTest,
  each: CaseDocument,
  titled: Titled,
): AsyncGenerator<Result> {
  const token = tokenOf(run, test, each);
  if (token === undefined) return;
  const { mutate, except = [], deny } = each;
  const service = serviceOf(run.standIn.policy, test.service);
  const issuer = run.standIn.policy.model.issuers[token.issuer];
  const chosen = ALTERATIONS.filter(({ name }) =>
    mutate === 'all' ? !except.includes(name) : mutate?.includes(name) === true,
  );
  for (const alteration of chosen) {
    const bare = requestOf(run, test, each, token);
    const material = run.standIn.tokens.materialOf(token.issuer, token.claims, bare);
    const request = await applied(alteration, material, run, titled, mutate === 'all');
    if (request === undefined) continue;
    const result = await judge(run, {
      ...attemptOf(test, each, titled),
      kind: 'attack',
      title: `${titled.title}, ${alteration.name}`,
      expected: { outcome: 'deny', code: deny ?? alteration.code },
      request: carryInstead(request, service),
    });
    yield mutate === 'all'
      ? asPartOfAll(result, alteration, issuer)
      : { ...result, advice: needs(result, alteration) };
  }
}

/** Some need what the issuer of the token does not have, such as a second algorithm. */
async function applied(
  alteration: Alteration,
  material: TokenMaterial,
  { file }: Run,
  { path }: Titled,
  isPartOfAll: boolean,
): Promise<RequestDescription | undefined> {
  try {
    return await alteration.apply(material);
  } catch (error) {
    if (alteration.onlyWith === undefined) throw error;
    if (isPartOfAll) return undefined;
    const message = `${alteration.name} cannot be made here: it needs ${alteration.onlyWith}.`;
    throw mistakes(file.source, file.text, [{ place: file.text.locate(path), message }]);
  }
}

/** Where all alterations are asked for, those of what the policy does not ask for are no failures. */
function asPartOfAll(result: Result, alteration: Alteration, issuer: ResolvedIssuer | undefined): Result {
  if (result.status !== 'failed') return result;
  if (issuer === undefined || !applies(alteration, issuer)) return { ...result, status: 'skipped' };
  return {
    ...result,
    advice: `${alteration.summary} Where the policy means to take it, write except: [${alteration.name}].`,
  };
}

function needs({ status }: Result, { summary, onlyWith }: Alteration): string | undefined {
  if (status !== 'failed') return undefined;
  return onlyWith === undefined ? summary : `${summary} It is wrong only with ${onlyWith}.`;
}

function attemptOf(
  test: OperationTest,
  each: CaseDocument,
  titled: Titled,
): Omit<Attempt, 'kind' | 'expected' | 'request'> {
  const { service, operation } = test;
  const after = each.after === undefined ? {} : { after: milliseconds(each.after) };
  return { ...titled, service, operation, caller: each.caller, ...after };
}

function tokenOf(run: Run, { service }: OperationTest, each: CaseDocument): SignedToken | undefined {
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
function requestOf(
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
