/** Results in the JUnit XML that test reporters of CI servers read. */

import type { FileReport } from './report.js';
import { worded, type Result } from './result.js';

/** One suite for each file, one case for each request. */
export function junit(reports: readonly FileReport[]): string {
  const suites = reports.map(({ file, results }) => {
    const cases = results.map((result) => testCase(result, file.source));
    return `  <testsuite ${attributes({ name: file.source, ...counts(results) })}>\n${cases.join('')}  </testsuite>\n`;
  });
  const all = counts(reports.flatMap(({ results }) => results));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${attributes({ name: 'jwt-policy', ...all })}>\n${suites.join('')}</testsuites>\n`;
}

function counts(results: readonly Result[]): Readonly<Record<string, number>> {
  return {
    tests: results.length,
    failures: results.filter(({ status }) => status === 'failed').length,
    skipped: results.filter(({ status }) => status === 'skipped').length,
  };
}

function testCase(result: Result, file: string): string {
  const { title, service, operation = '', kind, place, status, expected, actual, advice } = result;
  const start = `    <testcase ${attributes({
    name: kind === 'unlisted' ? `${title} (unlisted)` : title,
    classname: `${service}.${operation}`,
    file,
    line: place.line,
  })}`;
  if (status === 'passed') return `${start}/>\n`;
  if (status === 'skipped') return `${start}>\n      <skipped/>\n    </testcase>\n`;
  const message = `expected ${worded(expected)}, got ${worded(actual)}`;
  const text = [
    `${file}:${String(place.line)}:${String(place.column)}`,
    message,
    ...(advice === undefined ? [] : [advice]),
  ];
  return `${start}>\n      <failure ${attributes({ message, type: kind })}>${escape(text.join('\n'))}</failure>\n    </testcase>\n`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escape(String(value))}"`)
    .join(' ');
}

/** XML 1.0 §2.2 and §2.4: characters that XML cannot have are replaced. */
function escape(text: string): string {
  return (
    text
      .toWellFormed()
      // eslint-disable-next-line no-control-regex -- what XML 1.0 cannot hold
      .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, '\uFFFD')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll('\n', '&#10;')
  );
}
