/** The verdict as a picture in text: layer by layer, and what follows from it. */

import type { Policy, ReasonCode, RuleVerdict } from '@org/jwt-core';
import type { Colours, Terminal } from '../terminal/terminal.js';
import { count, wrap } from '../terminal/words.js';
import { ADVICE } from './advice.js';
import type { Judged, Row } from './judge.js';
import { nearestRule, ruleInWords } from './nearest-rule.js';
import { plain, printable } from './printable.js';
import { readObject } from './throw-away-keys.js';
import { iso, moment } from './span.js';

export type Look = Pick<Terminal, 'columns' | 'colours'>;

/** The whole picture, in parts with an empty line between them. */
export function picture(judged: Judged, policy: Policy, look: Look): string {
  const { rows, asked, explanation } = judged;
  const parts = [
    head(judged, policy, look),
    token(asked.token, look),
    layers(rows, look, judged.areHints),
    rules(explanation.rules ?? [], rulesOf(policy, judged), look),
    client(judged, look),
    end(judged, look),
    changes(judged.outcome === 'deny', rows, explanation.rules ?? [], look),
    footnote(judged, look),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function head(
  { outcome, explanation, decision, asked }: Judged,
  { file, digest }: Policy,
  { colours }: Look,
): string {
  const { service, operation } = explanation;
  const about = colours.bold(`${service} ${operation ?? '(no operation)'}`);
  const route = `${asked.request.method} ${plain(asked.request.target.split('?', 1)[0] ?? '').slice(0, 60)}`;
  return [
    `${about}  ${route}`,
    result(outcome, decision.outcome === 'deny' ? decision.code : undefined, colours),
    colours.dim(`at ${iso(asked.at)}, by ${file} (${short(digest)})`),
  ].join('\n');
}

/** `sha256:` and the first digits, as the other commands show it. */
export function short(digest: string): string {
  return digest.slice(0, 19);
}

function result(outcome: Judged['outcome'], code: ReasonCode | undefined, colours: Colours): string {
  switch (outcome) {
    case 'allow':
      return colours.green('✓ allowed');
    case 'deny':
      return colours.red(`✗ denied: ${code ?? 'no reason'}`);
    case 'allow_if_signature_is_good':
      return colours.yellow('? allowed if the signature is good; it was not checked');
  }
}

const SHOWN_CLAIMS = 16;

function token(text: string | undefined, { columns, colours }: Look): string {
  if (text === undefined) return '';
  const [header = '', payload = ''] = text.split('.').map((segment) => readObject(segment) ?? {});
  const { alg, typ, kid } = Object(header);
  const claims = Object.entries(Object(payload));
  if (claims.length === 0 && alg === undefined) return 'The token cannot be read.';
  const more = claims.length - SHOWN_CLAIMS;
  const lines = [
    [
      'header',
      Object.entries({ alg, typ, kid })
        .map(([name, value]) => `${name} ${printable(value, 60)}`)
        .join(', '),
    ],
    ...claims.slice(0, SHOWN_CLAIMS).map(([name, value]) => [plain(name).slice(0, 24), claim(name, value)]),
    ...(more > 0 ? [['…', `and ${count(more, 'other claim')}`]] : []),
  ];
  const width = Math.max(...lines.map(([name = '']) => name.length)) + 2;
  return [
    colours.bold('Token, as it says itself'),
    ...lines.map(([name = '', value = '']) => indented(name.padEnd(width), value, 2, columns, colours)),
  ].join('\n');
}

function claim(name: string, value: unknown): string {
  const isTime = ['exp', 'iat', 'nbf', 'auth_time'].includes(name) && typeof value === 'number';
  const isDate = isTime && Math.abs(value) < 8_640_000_000_000;
  return isDate ? `${printable(value)}  ${iso(value * 1000)}` : printable(value);
}

/** A title, and a text that is wrapped under itself. */
function indented(title: string, text: string, indent: number, columns: number, colours: Colours): string {
  const before = ' '.repeat(indent + title.length);
  return broken(text, columns, before).replace(before, `${' '.repeat(indent)}${colours.dim(title)}`);
}

/** Words that are longer than the line are broken. */
function broken(text: string, columns: number, indent: string): string {
  const width = Math.max(20, columns - indent.length);
  const short = text
    .split(' ')
    .map((word) => word.replaceAll(new RegExp(`.{${String(width)}}(?=.)`, 'gu'), '$& '))
    .join(' ');
  return wrap(short, columns, indent);
}

/** One line for each layer, with what was expected and found where it failed. */
export function layers(rows: readonly Row[], { columns, colours }: Look, areHints = false): string {
  const width = Math.max(...rows.map(({ layer }) => layer.length)) + 2;
  const isHint = areHints ? afterTheSignature(rows) : new Set<Row>();
  const lines = rows.flatMap((row) => {
    const title = row.layer.padEnd(width);
    const hint = isHint.has(row) && row.verdict !== 'not_checked' ? colours.dim(' (hint)') : '';
    switch (row.verdict) {
      case 'passed':
        return [`  ${colours.green('✓')} ${hint === '' ? title.trimEnd() : title.trimEnd() + hint}`];
      case 'failed': {
        const detail = (name: string, value: string | undefined): readonly string[] =>
          value === undefined ? [] : [indented(name.padEnd(10), plain(value), width + 4, columns, colours)];
        return [
          `  ${colours.red('✗')} ${title}${row.code}${hint}`,
          ...detail('expected', row.expected),
          ...detail('found', row.actual),
        ];
      }
      case 'not_checked':
        return [colours.dim(`  · ${title}${row.why}`)];
      case 'unverified':
        return [colours.dim(`  · ${title}not judged: the signature is not verified`)];
      case 'not_reached':
        return [colours.dim(`  · ${title}not reached`)];
    }
  });
  return [colours.bold('Layers'), ...lines].join('\n');
}

function afterTheSignature(rows: readonly Row[]): ReadonlySet<Row> {
  return new Set(rows.slice(rows.findIndex(({ layer }) => layer === 'signature') + 1));
}

type Rules = Policy['model']['services'][string]['operations'][string]['rules'];

function rulesOf({ model }: Policy, { explanation: { service, operation } }: Judged): Rules {
  return model.services[service]?.operations[operation ?? '']?.rules ?? [];
}

function rules(verdicts: readonly RuleVerdict[], known: Rules, { columns, colours }: Look): string {
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
            indented('lacks '.padEnd(7), plain(expected ?? 'what it asks for'), 6, columns, colours),
            ...(actual === undefined
              ? []
              : [indented('found '.padEnd(7), plain(actual), 6, columns, colours)]),
          ])
        : []),
    ];
  });
  return [colours.bold('Rules of the operation: one is enough'), ...lines].join('\n');
}

function client({ decision, isConditional }: Judged, { columns, colours }: Look): string {
  const title = colours.bold(`What the client sees${isConditional ? ', if the signature is good' : ''}`);
  if (decision.outcome === 'allow') return `${title}\n  The answer of the operation itself.`;
  const { status, headers, body } = decision.response;
  const members: unknown = JSON.parse(body);
  return [
    title,
    `  ${String(status)}`,
    ...headers.map(([name, value]) => indented(`${name}: `, value, 2, columns, colours)),
    ...JSON.stringify(members, undefined, 2)
      .split('\n')
      .map((line) => `  ${line}`),
  ].join('\n');
}

function end({ end: found, asked }: Judged, { colours, columns }: Look): string {
  if (found === undefined) return '';
  const verb = found.at > asked.at ? 'Stops' : 'Stopped';
  const title = `${verb} being good`;
  const because = `(${found.because}, with the clock skew)`;
  return wrap(`${title} ${moment(found.at, asked.at)} ${because}`, columns).replace(
    title,
    colours.bold(title),
  );
}

/** One sentence for each check that failed. */
export function changes(
  isDenied: boolean,
  rows: readonly Row[],
  verdicts: readonly RuleVerdict[],
  { columns, colours }: Look,
): string {
  const sentences = sentencesFor(rows, verdicts);
  if (!isDenied || sentences.length === 0) return '';
  return [
    colours.bold('What would have to change'),
    ...sentences.map((sentence) => wrap(sentence, columns, '    ').replace(/^ {4}/u, '  - ')),
  ].join('\n');
}

/** In the order of the layers; of the operation, all that the nearest rule lacks. */
export function sentencesFor(rows: readonly Row[], verdicts: readonly RuleVerdict[]): readonly string[] {
  const nearest = nearestRule(verdicts)?.lacking ?? [];
  const codes = rows.flatMap((row) => {
    if (row.verdict !== 'failed') return [];
    return row.layer === 'operation' && nearest.length > 0 ? nearest.map(({ code }) => code) : [row.code];
  });
  return [...new Set(codes)].map((code) => ADVICE[code]);
}

function footnote({ mode, areHints, replaced, outcome }: Judged, { columns, colours }: Look): string {
  if (!areHints) return '';
  const kept = replaced.length === 0 ? '' : `, with ${replaced.join(' and ')} replaced in the header`;
  const why =
    mode === 'offline'
      ? 'Offline: no key was used and no signature checked. --online does.'
      : 'The signature is not verified.';
  const how = `The layers after it are hints: the same engine judged the token's own claims under a throw-away signature${kept}.`;
  const but = outcome === 'deny' ? '' : ' It is no proof that the token is good.';
  return colours.dim(wrap(`${why} ${how}${but}`, columns));
}
