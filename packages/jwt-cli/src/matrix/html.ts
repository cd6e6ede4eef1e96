/** The matrix as one page for a browser: nothing is loaded from anywhere, and what the policy says is text. */

import { createHash } from 'node:crypto';
import type { Column, Matrix, MatrixRow } from './cells.js';
import { escapeHtml as escape } from '../terminal/escape-html.js';
import { Legend } from './legend.js';
import { SCRIPT } from './page-script.js';
import { STYLE } from './page-style.js';
import { crossings, labelOf, openedBy, sharedTokens } from './words.js';

/** The page. Its content security policy names the one script and the one style, by their hash. */
export function html(matrix: Matrix): string {
  const legend = new Legend(matrix);
  const { name, revision, policy, now } = matrix;
  const title = `${name}: what a leaked token opens`;
  const facts = [
    ['Policy', `${name}${revision === undefined ? '' : `, revision ${revision}`}`],
    ['Digest', policy.digest],
    ['Decided at', new Date(now).toISOString()],
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'; style-src '${hashOf(STYLE)}'; script-src '${hashOf(SCRIPT)}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escape(title)}</h1>
<p>${escape(introduction(matrix))}</p>
<dl>${facts.map(([term = '', fact = '']) => `<div><dt>${escape(term)}</dt><dd>${escape(fact)}</dd></div>`).join('')}</dl>
${findings(matrix)}
</header>
<main>
${controls()}
<div class="scroll" role="region" aria-label="Matrix" tabindex="0">
<table>
<caption class="hidden">Tokens, and the operations that they open</caption>
${head(matrix.columns)}
<tbody>
${matrix.rows.map((row, index) => rowOf(row, index, matrix.columns, legend)).join('\n')}
</tbody>
</table>
</div>
<section aria-labelledby="legend"><h2 id="legend">Legend</h2>
<dl class="legend">${legend
    .entries()
    .map(({ sign, meaning }) => `<div><dt>${escape(sign)}</dt><dd>${escape(meaning)}</dd></div>`)
    .join('')}</dl></section>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function introduction({ by }: Matrix): string {
  return by === 'holders'
    ? 'Each row stands for all tokens of one holder that are made for one service: a cell says allowed where at least one of them opens the operation.'
    : 'Each row is one token, with just what one rule of an operation asks for: a cell says whether it opens other operations as well.';
}

function findings(matrix: Matrix): string {
  const shared = sharedTokens(matrix);
  const also = shared === undefined ? '' : `<p class="finding note">! ${escape(shared)}</p>`;
  return `${crossed(crossings(matrix))}${also}`;
}

function crossed(found: readonly string[]): string {
  if (found.length === 0)
    return '<p class="finding good">✓ No token opens a service that it was not made for.</p>';
  const items = found.map((each) => `<li>${escape(each)}</li>`).join('');
  return `<div class="finding bad"><p>▲ Tokens that open a service that they were not made for:</p><ul>${items}</ul></div>`;
}

function controls(): string {
  return `<form class="controls" role="search">
<label>Tokens <input type="search" id="rows" autocomplete="off" placeholder="issuer, identity, service"></label>
<label>Operations <input type="search" id="columns" autocomplete="off" placeholder="service, operation, route"></label>
<label class="check"><input type="checkbox" id="opening"> only tokens that open something</label>
<output id="count" aria-live="polite"></output>
</form>`;
}

function head(columns: readonly Column[]): string {
  const groups: { readonly service: string; readonly from: number; size: number }[] = [];
  for (const [index, { service }] of columns.entries()) {
    const last = groups.at(-1);
    if (last?.service === service) last.size += 1;
    else groups.push({ service, from: index, size: 1 });
  }
  const services = groups.map(
    ({ service, from, size }) =>
      `<th scope="colgroup" colspan="${String(size)}" data-from="${String(from)}" data-size="${String(size)}"><span>${escape(service)}</span></th>`,
  );
  const operations = columns.map(({ service, operation, route }, index) => {
    const words = [service, operation, route ?? ''].join(' ');
    const first = columns[index - 1]?.service === service ? '' : ' class="first"';
    return `<th scope="col"${first} data-column="${String(index)}" data-words="${escape(words.toLowerCase())}" title="${escape(words)}"><span>${escape(operation)}</span></th>`;
  });
  return `<thead>
<tr><th scope="col" rowspan="2"><button type="button" data-sort="label">Token</button></th><th scope="col" rowspan="2" class="opens" aria-sort="none"><button type="button" data-sort="opens">Opens</button></th>${services.join('')}</tr>
<tr>${operations.join('')}</tr>
</thead>`;
}

function rowOf(row: MatrixRow, index: number, columns: readonly Column[], legend: Legend): string {
  const label = labelOf(row);
  const opens = openedBy(row);
  const words = [label, row.issuer ?? '', row.kind].join(' ').toLowerCase();
  const made =
    row.service === undefined ? '' : ` <small>${escape(label.slice(row.holder.length + 1))}</small>`;
  const cells = row.cells.map((cell, position) => {
    const column = columns[position];
    const meaning = legend.meaningOf(cell);
    const isFirst = columns[position - 1]?.service !== column?.service;
    const where = column === undefined ? '' : `${column.service} ${column.operation}`;
    const title = escape(`${label}\n${where}\n${meaning}`);
    return `<td class="${cell.verdict}${isFirst ? ' first' : ''}" data-column="${String(position)}" title="${title}"><span aria-hidden="true">${escape(legend.signOf(cell))}</span><span class="hidden">${escape(meaning)}</span></td>`;
  });
  return `<tr data-words="${escape(words)}" data-label="${escape(words)}" data-opens="${String(opens)}" data-index="${String(index)}"><th scope="row"><b>${escape(row.holder)}</b>${made}</th><td class="opens">${String(opens)}</td>${cells.join('')}</tr>`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
