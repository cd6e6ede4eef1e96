/** What came of the keys, for people and machines. Names of public keys are no secret; keys themselves are not shown. */

import type { KeyRingState } from '@org/jwt-core';
import { plain } from '../explain/printable.js';
import { moment } from '../explain/span.js';
import type { Terminal } from '../terminal/terminal.js';
import { count, wrap } from '../terminal/words.js';
import { hasKeys, isUsable, type IssuerKeys } from './issuer-keys.js';

type Look = Pick<Terminal, 'columns' | 'colours' | 'now'>;

/** One JSON document. */
export function keysAsJson(issuers: readonly IssuerKeys[]): string {
  const answer = issuers.map((each) => ({
    issuer: each.issuer,
    usable: isUsable(each),
    ...(each.mistake === undefined ? {} : { mistake: each.mistake }),
    ...(each.leftOut === 0 ? {} : { tenantsLeftOut: each.leftOut }),
    sources: each.sources,
  }));
  return `${JSON.stringify(answer, undefined, 2)}\n`;
}

/** Each issuer with its sources, and each source with its keys. */
export function keysInWords(issuers: readonly IssuerKeys[], look: Look): string {
  const usable = issuers.filter(isUsable).length;
  const summary = `${String(usable)} of ${count(issuers.length, 'issuer')} can be used.`;
  return `${[...issuers.map((each) => issuerInWords(each, look)), summary].join('\n\n')}\n`;
}

function issuerInWords(issuer: IssuerKeys, look: Look): string {
  const { colours, columns } = look;
  const mark = isUsable(issuer) ? colours.green('✓') : colours.red('✗');
  return [
    `${mark} ${colours.bold(issuer.issuer)}`,
    ...(issuer.mistake === undefined ? [] : [wrap(issuer.mistake, columns, '    ')]),
    ...issuer.sources.map((source) => sourceInWords(source, look)),
    ...(issuer.leftOut === 0
      ? []
      : [wrap(`${count(issuer.leftOut, 'other tenant')} not asked.`, columns, '    ')]),
  ].join('\n');
}

function sourceInWords(source: KeyRingState, { colours, columns, now }: Look): string {
  const { iss, source: name, address, state, failure, freshUntil, until } = source;
  const line = (text: string): string => wrap(plain(text), columns, '      ').replace(/^ {6}/u, '    ');
  const amount = hasKeys(source) ? colours.green(count(source.keys, 'key')) : colours.red('no usable key');
  const fresh =
    freshUntil === undefined
      ? state === 'fixed'
        ? ', not fetched'
        : ''
      : `, fresh until ${moment(Date.parse(freshUntil), now())}`;
  return [
    line(`iss ${iss}`),
    line(address === undefined ? name : `${name} ${address}`),
    `    ${amount}${fresh}${until === undefined ? '' : `, not used from ${until} on`}`,
    ...keyLines(source, colours),
    ...(failure === undefined ? [] : [line(`failed: ${failure}`)]),
    ...refusedLines(source, { colours, columns }),
  ].join('\n');
}

const SHOWN_KEYS = 20;

function keyLines({ admittedKeys }: KeyRingState, colours: Terminal['colours']): readonly string[] {
  const more = admittedKeys.length - SHOWN_KEYS;
  return [
    ...admittedKeys
      .slice(0, SHOWN_KEYS)
      .map(({ keyId, alg, kty }) => `      ${colours.green('+')} ${alg} ${kty}  ${keyId ?? '(no kid)'}`),
    ...(more > 0 ? [`        and ${count(more, 'other key')}`] : []),
  ];
}

/** Keys that are unsafe, then those that are for something else. */
function refusedLines(
  { rejectedKeys, passedOverKeys }: KeyRingState,
  { colours, columns }: Pick<Look, 'colours' | 'columns'>,
): readonly string[] {
  const lines = (mark: string, refused: KeyRingState['rejectedKeys']): readonly string[] =>
    refused
      .slice(0, SHOWN_KEYS)
      .map(({ keyId, reason }) =>
        wrap(`${keyId ?? '(no kid)'}: ${reason}`, columns, '        ').replace(/^ {8}/u, `      ${mark} `),
      );
  return [...lines(colours.red('✗'), rejectedKeys), ...lines(colours.dim('-'), passedOverKeys)];
}
