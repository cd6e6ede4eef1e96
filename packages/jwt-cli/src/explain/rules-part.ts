/** The `allow` rules of the operation, each with what the token lacks for it. */

import type { Policy, RuleVerdict } from '@org/jwt-core';
import { wrap } from '../terminal/words.js';
import type { Judged } from './judge.js';
import { indented, type Look } from './look.js';
import { nearestRule, ruleInWords } from './nearest-rule.js';
import { plain } from './printable.js';

type Rules = Policy['model']['services'][string]['operations'][string]['rules'];

/** The rules as the policy has them. */
export function rulesOf({ model }: Policy, { explanation: { service, operation } }: Judged): Rules {
  return model.services[service]?.operations[operation ?? '']?.rules ?? [];
}

/** Empty where no rule was asked. Of many rules, what the nearest one lacks. */
export function rulesPart(
  verdicts: readonly RuleVerdict[],
  known: Rules,
  { columns, colours }: Look,
): string {
  if (verdicts.length === 0) return '';
  const nearest = nearestRule(verdicts);
  const lines = verdicts.flatMap((verdict) => {
    const { rule, lacking } = verdict;
    const words = known[rule] === undefined ? '' : ruleInWords(known[rule]);
    const isFurthest = verdict === nearest && lacking.length > 0 && verdicts.length > 1;
    const mark = lacking.length === 0 ? colours.green('✓') : colours.red('✗');
    const title = wrap(
      `allow[${String(rule)}]: ${words}${isFurthest ? ' (came nearest)' : ''}`,
      columns,
      '    ',
    );
    return [
      title.replace(/^ {4}/u, `  ${mark} `),
      ...(verdict === nearest || verdicts.length <= 3
        ? lacking.flatMap(({ expected, actual }) => [
            indented('wants '.padEnd(7), plain(expected ?? 'what it asks for'), 6, columns, colours),
            ...(actual === undefined
              ? []
              : [indented('found '.padEnd(7), plain(actual), 6, columns, colours)]),
          ])
        : []),
    ];
  });
  return [colours.bold('Rules of the operation: one is enough'), ...lines].join('\n');
}
