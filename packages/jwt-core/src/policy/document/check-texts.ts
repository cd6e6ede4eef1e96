/** Texts and keys of the document that are not what they look like: a matcher compares code points, people see glyphs. */

import { pointerTo } from '../../json/json-pointer.js';
import { MAX_PROBLEMS, type Path, type PolicyProblem } from '../problem.js';
import { findUnclear, type Kind } from '../../io/unclear.js';

/** Reports what is invisible, or looks like something else. `metadata` is compared with nothing. */
export function checkTexts(document: unknown): readonly PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  for (const problem of walk(document, [])) {
    problems.push(problem);
    if (problems.length === MAX_PROBLEMS) break;
  }
  return problems;
}

function* walk(value: unknown, path: Path): Generator<PolicyProblem> {
  const kind: Kind = path[0] === 'metadata' && path.length > 1 ? 'prose' : 'compared';
  if (typeof value === 'string') {
    const unclear = findUnclear(value, kind);
    if (unclear !== undefined) yield problem('invalid', path, `This text ${unclear}`);
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    const at = [...path, key];
    const unclear = Array.isArray(value) ? undefined : findUnclear(key, 'compared');
    if (unclear === undefined) yield* walk(member, at);
    else yield problem('unknown_key', at, `This key ${unclear}`);
  }
}

function problem(code: PolicyProblem['code'], path: Path, message: string): PolicyProblem {
  return { code, pointer: pointerTo(path), message };
}
