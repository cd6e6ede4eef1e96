// docs/maintainers/performance.md and its picture, from the numbers.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { barsOf } from './bars.mjs';
import { tablesOf } from './tables.mjs';

const page = fileURLToPath(new URL('../../docs/maintainers/performance.md', import.meta.url));
const picture = fileURLToPath(new URL('../../docs/maintainers/performance.svg', import.meta.url));

export async function writePage(results) {
  const tables = tablesOf(results);
  const text = `# Performance

Measured on ${results.date}: ${results.machine}.${results.quick ? ' Tokens, servers and the cache in a quick run.' : ''}

![How many times faster than others](performance.svg)

## How it is measured

- All contestants take turns in one run and one process, with the same tokens and the same checks: signature,
  issuer, audience, times, type, tenant, two scopes and a role. Where a library has no option for a check, it is
  written by hand.
- A ratio is the median of the rounds' ratios, with the quartiles around it. Absolute times are this machine's.
- The main thread's time is the time it had a processor, by ${results.mainClock}. Signatures may be checked on
  other threads.
- "By hand" is a yardstick: the runtime's own signature check, \`JSON.parse\` and fewer comparisons, without the
  strictness that makes a check safe.
- "Not available" is what a library cannot do, or what could not be installed.
- Nothing here is a test: a busy machine is not a bug.

\`npm run bench -- --write\` writes this page. \`npm run bench -- --quick\` takes a few minutes, and
\`--only tokens,start\` measures less; \`--json FILE\` keeps every number. The other libraries are in
\`tools/bench/peers\`, with a lockfile of their own.

## What we aim at

${markdown(
  ['', 'aim', 'worst of this run', ''],
  barsOf(results).map(({ what, bar, worst, verdict }) => [what, bar, worst, verdict]),
)}

${Object.entries(tables)
  .map(([title, { headings, rows }]) => `## ${title}\n\n${NOTES[title] ?? ''}${markdown(headings, rows)}`)
  .join('\n\n')}

${results.start.packages} packages are installed for @org/jwt-core, itself included: ${(results.start.bytes / 1e6).toFixed(1)} MB.
`;
  writeFileSync(page, await format(text, { ...(await resolveConfig(page)), filepath: page }));
  writeFileSync(picture, draw(results));
}

const NOTES = {
  'Tokens: the same token': 'A verified token is remembered; what it says is judged again each time.\n\n',
  'Tokens: new tokens': '64 are under way at once.\n\n',
  Servers:
    'Each server is a process of its own, asked over 32 connections; the machine does the asking as well.\n' +
    'The usual guard is express-oauth2-jwt-bearer, koa-jwt or passport-jwt; the last two with jwks-rsa.\n' +
    'The least guard is a yardstick: it names the token by its hash, looks it up, and compares claims.\n' +
    'Each token is seen once before it counts.\n\n',
  Growth: 'Each request is for the last of them.\n\n',
  'Remembered tokens': 'Bytes inside and outside of the heap, after a garbage collection.\n\n',
  Command: 'The policy is the one of the demo fleet.\n\n',
  Start:
    'Milliseconds inside a new process. The verifier is made of a policy object with its keys inside.\n\n',
};

function markdown(headings, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(headings),
    line(headings.map((_, column) => (column === 0 ? '---' : '---:'))),
    ...rows.map(line),
  ].join('\n');
}

/** Bars on a logarithmic scale, in colours that differ on light and on dark. */
function draw({ tokens }) {
  const bars = tokens
    .filter(({ name, alg, notAvailable }) => name !== 'ours' && alg === 'RS256' && notAvailable === undefined)
    .map(({ what, name, oursIsFasterBy }) => ({ label: `${what}: ${name}`, value: oursIsFasterBy[1] }));
  const [row, left, width] = [22, 330, 420];
  const [low, high] = [0.25, 256];
  const x = (value) => left + (width * Math.log(Math.max(value, low) / low)) / Math.log(high / low);
  const height = bars.length * row + 60;
  const grid = [0.25, 1, 4, 16, 64, 256].map(
    (value) =>
      `<line x1="${x(value)}" x2="${x(value)}" y1="30" y2="${height - 20}" stroke="#888" stroke-width="${value === 1 ? 1.5 : 0.4}"/>` +
      `<text x="${x(value)}" y="${height - 6}" text-anchor="middle">${value}×</text>`,
  );
  const shapes = bars.map(({ label, value }, index) => {
    const y = 34 + index * row;
    const [from, to] = [Math.min(x(1), x(value)), Math.max(x(1), x(value))];
    return (
      `<text x="${left - 8}" y="${y + 12}" text-anchor="end">${label}</text>` +
      `<rect x="${from.toFixed(1)}" y="${y}" width="${Math.max(1, to - from).toFixed(1)}" height="15" fill="${value >= 1 ? '#2a8' : '#c63'}"/>` +
      `<text x="${(to + 5).toFixed(1)}" y="${y + 12}">${value.toFixed(1)}</text>`
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 820 ${height}" role="img" aria-label="How many times faster @org/jwt-core is than other libraries, RS256" font-family="sans-serif" font-size="12" fill="#888">
<text x="8" y="18" font-size="14">RS256: how many times faster @org/jwt-core is than each other library</text>
${[...grid, ...shapes].join('\n')}
</svg>
`;
}
