/** The verdict as a picture in text: layer by layer, and what follows from it. */

import type { Explanation, Policy, ReasonCode, RuleVerdict } from '@org/jwt-core';
import type { Colours } from '../terminal/terminal.js';
import { listed, wrap } from '../terminal/words.js';
import { ADVICE } from './advice.js';
import type { Asked } from './asked.js';
import type { Judged, Row } from './judge.js';
import { nearestRule } from './nearest-rule.js';
import { rulesOf, rulesPart } from './rules-part.js';
import { plain } from './printable.js';
import { iso, moment } from './span.js';
import { indented, type Look } from './look.js';
import { tokenPart } from './token-part.js';

/** A policy, as the command named it. */
export type NamedPolicy = Pick<Policy, 'file' | 'digest'>;

/** The whole picture, in parts with an empty line between them. */
export function picture(judged: Judged, policy: Policy, look: Look & Pick<Policy, 'file'>): string {
  const { rows, asked, explanation } = judged;
  const parts = [
    head(judged, { file: look.file, digest: policy.digest }, look),
    tokenPart(asked.token, look),
    layers(rows, look, judged.areHints),
    rulesPart(explanation.rules ?? [], rulesOf(policy, judged), look),
    routes(judged.unmatched, look),
    client(judged, look),
    end(judged, look),
    changes(judged.outcome === 'deny', rows, explanation.rules ?? [], look),
    footnote(judged, look),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function head(
  { outcome, explanation, decision, asked }: Judged,
  { file, digest }: NamedPolicy,
  { colours }: Look,
): string {
  const { service, operation, shadow } = explanation;
  const about = colours.bold(`${service} ${operation ?? '(no operation)'}`);
  const route = `${plain(asked.request.method)} ${pathOf(asked).slice(0, 60)}`;
  return [
    `${about}  ${route}`,
    result(outcome, decision.outcome === 'deny' ? decision.code : undefined, colours),
    ...(shadow === undefined ? [] : [shadowInWords(shadow, colours)]),
    colours.dim(`at ${iso(asked.at)}, by ${file} (${short(digest)})`),
  ].join('\n');
}

function shadowInWords(shadow: NonNullable<Explanation['shadow']>, colours: Colours): string {
  return shadow.outcome === 'allow'
    ? 'The rules are in shadow mode, not enforced: they allow it as well.'
    : colours.yellow(`The rules are in shadow mode, not enforced: they would deny it with ${shadow.code}.`);
}

/** `sha256:` and the first digits, as the other commands show it. */
export function short(digest: string): string {
  return digest.slice(0, 19);
}

/** Without the query, and without the token, where the path has it. */
function pathOf({ request: { target }, token }: Asked): string {
  const shown = token === undefined ? target : target.replaceAll(token, '(the token)');
  return plain(shown.split('?', 1)[0] ?? '');
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

/** For a request without an operation: what the policy has that is like it. */
export function routes(unmatched: Unmatched | undefined, { columns, colours }: Look): string {
  if (unmatched === undefined) return '';
  const { method, path, nearest, isCanonical } = unmatched;
  const found = nearest.length === 0 ? ['none'] : nearest;
  const spelling = 'The path is not spelled canonically, and matches no route for that alone.';
  return [
    colours.bold(plain(`Routes that are like ${method} ${path}`)),
    ...found.map((route) => `  ${plain(route)}`),
    ...(isCanonical ? [] : [wrap(spelling, columns, '  ')]),
  ].join('\n');
}

type Unmatched = Pick<NonNullable<Judged['unmatched']>, 'method' | 'path' | 'isCanonical' | 'nearest'>;

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
  const kept = replaced.length === 0 ? '' : `, with ${listed(replaced)} replaced`;
  const why =
    mode === 'offline'
      ? 'Offline: no key was used and no signature checked. --online does.'
      : 'The signature is not verified.';
  const how = `The layers after it are hints: the same engine judged the token's own claims under a throw-away signature${kept}.`;
  const but = outcome === 'deny' ? '' : ' It is no proof that the token is good.';
  return colours.dim(wrap(`${why} ${how}${but}`, columns));
}
