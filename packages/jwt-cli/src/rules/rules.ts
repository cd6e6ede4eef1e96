/** `jwt-policy rules`. */

import { REFERENCES } from '../lint/reference.js';
import type { LintRule } from '../lint/rule.js';
import { NOT_CHECKED, REFUSED_AT_LOAD, RULES } from '../lint/rules.js';
import { EXIT, UsageError, type ExitCode } from '../terminal/exit-code.js';
import { table } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';
import { wrap } from '../terminal/words.js';

/** Prints the catalogue, or one rule. */
export function rules(
  terminal: Terminal,
  id: string | undefined,
  { json }: { readonly json: boolean },
): ExitCode {
  const chosen = id === undefined ? RULES : RULES.filter((each) => each.id === id);
  if (id !== undefined && chosen.length === 0) return describeOther(id, terminal);
  if (json) terminal.out(`${JSON.stringify(chosen.map(asData), undefined, 2)}\n`);
  else if (id === undefined) {
    terminal.out(
      table(
        terminal,
        ['id', 'severity', 'finds'],
        chosen.map((each) => [each.id, each.severity, each.title]),
      ),
    );
  } else terminal.out(chosen.map((each) => describe(each, terminal)).join('\n'));
  return EXIT.ok;
}

/** An id of the catalogue that is no rule: it says what is there in its place. */
function describeOther(id: string, { out, columns }: Terminal): ExitCode {
  const atLoad = REFUSED_AT_LOAD[id];
  const later = NOT_CHECKED[id];
  if (atLoad !== undefined)
    out(`${wrap(`${id} is refused when the policy is loaded: ${atLoad}.`, columns)}\n`);
  else if (later !== undefined) out(`${wrap(`${id} is not checked here: ${later}.`, columns)}\n`);
  else throw new UsageError(`There is no rule ${id}: jwt-policy rules lists them.`);
  return EXIT.ok;
}

function describe(
  { id, severity, title, why, write, references }: LintRule,
  { columns, colours }: Terminal,
): string {
  const paragraph = (text: string): string => wrap(text, columns, '  ');
  return [
    `${colours.bold(id)}  ${title} (${severity})`,
    '',
    colours.dim('Why'),
    paragraph(why),
    '',
    colours.dim('What to write'),
    paragraph(write),
    '',
    colours.dim('References'),
    ...references.map((each) => wrap(`${each}: ${REFERENCES.get(each)?.title ?? ''}`, columns, '  ')),
    '',
  ].join('\n');
}

function asData({ id, severity, title, why, write, references }: LintRule): object {
  return { id, severity, title, why, write, references: references.map((each) => REFERENCES.get(each)) };
}
