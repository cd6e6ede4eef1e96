import { pointerTo } from '../../json/json-pointer.js';
import { createRecord, MAX_DEPTH, FORBIDDEN_KEYS, isExact, isPlainObject } from '../../json/plain.js';
import { UNSET_HINT } from '../../options/unset-hint.js';
import type { Path, PolicyProblem } from '../problem.js';

/** A policy that was written in code: plain JSON values only, copied, so that no caller changes it later. */
export function copyPlain(
  value: unknown,
  problems: PolicyProblem[],
  path: Path = [],
  around: readonly object[] = [],
): unknown {
  const reject = (message: string): undefined => {
    problems.push({ code: 'invalid', pointer: pointerTo(path), message });
    return undefined;
  };
  if (path.length > MAX_DEPTH) return reject('This is nested too deeply.');
  if (value === undefined)
    return reject(`This is undefined.${UNSET_HINT} Leave the key out where nothing is meant.`);
  if (typeof value === 'string')
    return value.isWellFormed() ? value : reject('This string holds half of a surrogate pair.');
  if (typeof value === 'number')
    return isExact(value) ? value : reject('This number cannot be held exactly.');
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object') return reject(`Expected plain data, found a ${typeof value}.`);
  if (around.includes(value)) return reject('This refers to itself.');
  const within = [...around, value];
  if (Array.isArray(value))
    return Array.from(value, (item, index) => copyPlain(item, problems, [...path, index], within));
  if (!isPlainObject(value)) return reject('Expected plain data, found an object of a class.');
  const copy = createRecord();
  for (const [key, member] of Object.entries(value)) {
    if (FORBIDDEN_KEYS.has(key)) reject(`"${key}" cannot be a key of a policy document.`);
    else copy[key] = copyPlain(member, problems, [...path, key], within);
  }
  return copy;
}
