/** Whether a test file speaks of things that the policy has. */

import { ALTERATIONS } from '@org/jwt-testing';
import { REASON_CODES } from '@org/jwt-core';
import { didYouMean } from '@org/jwt-core/adapter';
import type { Policy, ResolvedOperation } from '@org/jwt-core/policy';
import {
  NONE,
  type CallerDocument,
  type CaseDocument,
  type OperationTest,
  type TestDocument,
} from './document.js';
import type { Path, PlacedText, Problem } from './places.js';

type Say = (path: Path, message: string) => void;

/** Every name in the file that means nothing, and every case that says too much or too little. */
export function checkNames(
  { callers, tests }: TestDocument,
  { model }: Policy,
  text: PlacedText,
): readonly Problem[] {
  const problems: Problem[] = [];
  const say: Say = (path, message) => problems.push({ place: text.locate(path), message });
  for (const [name, caller] of Object.entries(callers)) {
    if (name === NONE)
      say(['callers', name], `"${NONE}" is the caller without a token: choose another name.`);
    checkCaller(caller, model, ['callers', name], say);
  }
  for (const [index, test] of tests.entries()) {
    const at = ['tests', index];
    checkTest(test, model, at, say);
    for (const [position, each] of test.cases.entries())
      checkCase(each, Object.keys(callers), [...at, 'cases', position], say);
  }
  return problems;
}

function checkCaller(caller: CallerDocument, model: Policy['model'], at: Path, say: Say): void {
  const { issuer, for: operation, service, rule, principal } = caller;
  if (issuer !== undefined) known('issuer', issuer, Object.keys(model.issuers), [...at, 'issuer'], say);
  if (service !== undefined) known('service', service, Object.keys(model.services), [...at, 'service'], say);
  if (operation === undefined) {
    if (issuer === undefined) say(at, 'Whose token is it? Write issuer: NAME, or for: OPERATION.');
    if (rule !== undefined)
      say([...at, 'rule'], 'rule is the rule of an operation: write for: OPERATION as well.');
    return;
  }
  if (principal !== undefined)
    say([...at, 'principal'], 'With for, the rule says whose token it is: leave principal out.');
  const names = Object.entries(model.services).flatMap(([each, { operations }]) =>
    (service ?? each) === each ? Object.keys(operations) : [],
  );
  if (
    known('operation', operation, names, [...at, 'for'], say) &&
    names.filter((each) => each === operation).length > 1
  )
    say([...at, 'for'], `Several services have an operation "${operation}": write service: NAME as well.`);
}

function checkTest(
  { service, operation, request }: OperationTest,
  model: Policy['model'],
  at: Path,
  say: Say,
): void {
  const found = model.services[service];
  if (!known('service', service, Object.keys(model.services), [...at, 'service'], say)) return;
  if ((operation === undefined) === (request === undefined))
    say(at, 'What is tested? Write operation: NAME, or request: METHOD /path, and not both.');
  const operations: Readonly<Record<string, ResolvedOperation>> = found?.operations ?? {};
  if (operation !== undefined)
    known('operation', operation, Object.keys(operations), [...at, 'operation'], say);
}

const ALTERATION_NAMES = ALTERATIONS.map(({ name }) => name);

function checkCase(each: CaseDocument, callers: readonly string[], at: Path, say: Say): void {
  const { caller, allow, deny, mutate, except, rule } = each;
  known('caller', caller, [...callers, NONE], [...at, 'caller'], say);
  if (deny !== undefined) known('reason code', deny, REASON_CODES, [...at, 'deny'], say);
  if (allow === undefined && deny === undefined && mutate === undefined)
    say(at, 'What is expected? Write allow: true, or deny: CODE.');
  if (allow !== undefined && deny !== undefined) say(at, 'allow and deny: one case has one outcome.');
  if (mutate !== undefined && allow !== undefined)
    say([...at, 'allow'], 'A token that was tampered with is never allowed: write deny, or leave it out.');
  if (rule !== undefined && allow === undefined)
    say([...at, 'rule'], 'rule is the rule that allows: write allow: true as well.');
  if (mutate === 'all' && deny !== undefined)
    say([...at, 'deny'], 'Each alteration has its own code: leave deny out.');
  if (except !== undefined && mutate !== 'all') say([...at, 'except'], 'except belongs to mutate: all.');
  const named = [
    ...(typeof mutate === 'object'
      ? mutate.map((name, index) => ({ name, path: [...at, 'mutate', index] }))
      : []),
    ...(except ?? []).map((name, index) => ({ name, path: [...at, 'except', index] })),
  ];
  for (const { name, path } of named) known('alteration', name, ALTERATION_NAMES, path, say);
  if (caller !== NONE) return;
  for (const key of ['claims', 'without', 'header', 'mutate'] as const) {
    if (each[key] !== undefined) say([...at, key], `"${NONE}" has no token: ${key} changes nothing.`);
  }
}

function known(what: string, name: string, names: readonly string[], path: Path, say: Say): boolean {
  if (names.includes(name)) return true;
  const hint = didYouMean(name, names);
  const all = names.length <= 12 ? ` There is ${names.join(', ')}.` : '';
  say(path, `There is no ${what} "${name}".${hint === '' ? all : hint}`);
  return false;
}
