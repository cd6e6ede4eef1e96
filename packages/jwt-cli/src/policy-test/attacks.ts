/** Attacks: a good token, broken in one precise way after the other. */

import { ALTERATIONS, type Alteration, type RequestDescription, type TokenMaterial } from '@org/jwt-testing';
import type { ResolvedIssuer } from '@org/jwt-core/policy';
import { carry, carryInstead } from '../stand-in/carry.js';
import { serviceOf } from '../stand-in/stand-in.js';
import { applies } from './applies.js';
import { attemptOf, judge, requestOf, tokenOf, type Run, type Titled } from './attempt.js';
import type { CaseDocument, OperationTest } from './document.js';
import { mistakes } from './read-test-file.js';
import type { Result } from './result.js';

/** Tries the alterations that the case names, each with its own code, where it is not given one. */
export async function* runAttacks(
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
  const bare = requestOf(run, test, each, token);
  const untouched = await judge(run, {
    ...attemptOf(test, each, titled),
    kind: 'attack',
    title: `${titled.title}, untouched`,
    expected: { outcome: 'allow' },
    request: carry(bare, token.token, service),
  });
  // What is denied anyway shows nothing of an attack.
  if (untouched.status === 'failed') {
    yield { ...untouched, advice: 'Attacks start from a token that is allowed: choose such a caller.' };
    return;
  }
  for (const alteration of chosen) {
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
