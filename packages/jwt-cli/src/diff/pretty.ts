/** The differences for a person at a terminal. */

import type { Colours, Terminal } from '../terminal/terminal.js';
import { count, wrap } from '../terminal/words.js';
import type { Both, Comparison, Difference, Effect, Verdict, Witness } from './difference.js';

type Look = Pick<Terminal, 'columns' | 'colours'>;

const MARKS: Readonly<Record<Effect, string>> = { widened: '+', narrowed: '-', changed: '~' };
const ORDER: readonly Effect[] = ['widened', 'narrowed', 'changed'];

/** By service and operation; then what was not compared, and a count. */
export function pretty(comparison: Comparison, names: Both<string>, look: Look): string {
  const { policies, differences, incomplete } = comparison;
  const { colours } = look;
  if (policies.old.digest === policies.new.digest)
    return `${colours.green('=')} no difference: the digests are equal\n`;
  const groups = new Map<string, Difference[]>();
  for (const [each, operations] of together(differences)) {
    const key = headOf(each, operations);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const parts = [...groups].map(([head, group]) =>
    [
      colours.bold(wrap(head, look.columns)),
      ...[...group]
        .sort((one, other) => ORDER.indexOf(one.effect) - ORDER.indexOf(other.effect))
        .map((each) => describe(each, comparison, look)),
    ].join('\n'),
  );
  const gaps = incomplete.map(({ service, operation = '', reason }) =>
    wrap(`! not compared exhaustively: ${`${service} ${operation}`.trim()}, because ${reason}`, look.columns),
  );
  return `${[...parts, ...(gaps.length > 0 ? [gaps.join('\n')] : []), summary(comparison, names, colours)].join('\n\n')}\n`;
}

/** What is the same for several operations of a service is said once, for the first. */
function together(
  differences: readonly Difference[],
): readonly (readonly [Difference, operations: readonly string[]])[] {
  const known = new Map<string, [Difference, string[]]>();
  for (const each of differences) {
    const { service, operation, effect, message } = each;
    const key = JSON.stringify([service, effect, message, operation === undefined]);
    const group = known.get(key) ?? [each, []];
    known.set(key, group);
    if (operation !== undefined) group[1].push(operation);
  }
  return [...known.values()];
}

function headOf({ service, issuer }: Difference, operations: readonly string[]): string {
  if (service === undefined) return `issuer ${issuer ?? ''}`;
  return `${service} ${operations.join(', ')}`.trim();
}

function describe(difference: Difference, { policies }: Comparison, { columns, colours }: Look): string {
  const { effect, message, document, at, witness } = difference;
  const policy = policies[document];
  const { line } = policy.locate(at) ?? {};
  const place = `${document} ${line === undefined ? at : `line ${String(line)}`}`;
  const text = wrap(`${message} (${place})`, columns, '    ').trimStart();
  return [
    `  ${inColour(effect, MARKS[effect], colours)} ${text}`,
    ...witnessOf(witness, { columns, colours }),
  ].join('\n');
}

function witnessOf(witness: Witness | undefined, { columns, colours }: Look): readonly string[] {
  if (witness === undefined) return [];
  const { token, tenant, verdicts } = witness;
  const said = `old ${inWords(verdicts.old)}, new ${inWords(verdicts.new)}`;
  const about = tenant === undefined ? '' : `; the request is about ${tenant}`;
  const typ = token?.typ === undefined ? 'no typ' : `typ ${token.typ}`;
  const shown =
    token === undefined ? 'no token' : `${typ} ${JSON.stringify(token.claims).replaceAll(',"', ', "')}`;
  return [`${said}${about}`, shown].map((text) => colours.dim(wrap(text, columns, '      ')));
}

function inWords({ outcome, code, rule }: Verdict): string {
  if (outcome === 'deny') return `denies: ${code ?? ''}`;
  return rule === undefined ? 'allows' : `allows by rule ${String(rule)}`;
}

function summary({ differences, requests }: Comparison, names: Both<string>, colours: Colours): string {
  const between = `${names.old} → ${names.new}`;
  const asked = colours.dim(`(${count(requests, 'request')} asked)`);
  if (differences.length === 0) return `${colours.green('=')} ${between}: no difference in meaning ${asked}`;
  const counts = ORDER.flatMap((effect) => {
    const amount = differences.filter((each) => each.effect === effect).length;
    return amount === 0 ? [] : [inColour(effect, `${String(amount)} ${effect}`, colours)];
  });
  return `${between}: ${counts.join(', ')} ${asked}`;
}

function inColour(effect: Effect, text: string, colours: Colours): string {
  return { widened: colours.red, narrowed: colours.green, changed: colours.yellow }[effect](text);
}
