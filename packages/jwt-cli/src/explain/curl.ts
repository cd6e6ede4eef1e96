/** A request from a command line of curl, as browsers and documentation write it. */

import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { RequestDescription } from '@org/jwt-testing';
import { split } from 'shlex';
import { UsageError } from '../terminal/exit-code.js';

type Options = NonNullable<ParseArgsConfig['options']>;

/** What changes what is sent: https://curl.se/docs/manpage.html. */
const MEANT = {
  request: { type: 'string', short: 'X' },
  header: { type: 'string', short: 'H', multiple: true },
  url: { type: 'string' },
  cookie: { type: 'string', short: 'b' },
  user: { type: 'string', short: 'u' },
  'oauth2-bearer': { type: 'string' },
  get: { type: 'boolean', short: 'G' },
  head: { type: 'boolean', short: 'I' },
  data: { type: 'string', short: 'd', multiple: true },
  'data-raw': { type: 'string', multiple: true },
  'data-binary': { type: 'string', multiple: true },
  'data-ascii': { type: 'string', multiple: true },
  'data-urlencode': { type: 'string', multiple: true },
  json: { type: 'string', multiple: true },
  form: { type: 'string', short: 'F', multiple: true },
  'form-string': { type: 'string', multiple: true },
  'upload-file': { type: 'string', short: 'T' },
} as const satisfies Options;

/** What does not matter here, and may be there. */
const FLAGS: readonly (readonly [name: string, short?: string])[] = [
  ['silent', 's'],
  ['show-error', 'S'],
  ['include', 'i'],
  ['verbose', 'v'],
  ['location', 'L'],
  ['insecure', 'k'],
  ['fail', 'f'],
  ['remote-name', 'O'],
  ['no-buffer', 'N'],
  ['globoff', 'g'],
  ['compressed'],
  ['http1.1'],
  ['http2'],
  ['http3'],
  ['no-progress-meter'],
  ['fail-with-body'],
  ['path-as-is'],
  ['ipv4', '4'],
  ['ipv6', '6'],
];
const VALUES: readonly (readonly [name: string, short?: string])[] = [
  ['output', 'o'],
  ['user-agent', 'A'],
  ['referer', 'e'],
  ['max-time', 'm'],
  ['connect-timeout'],
  ['cacert'],
  ['cert', 'E'],
  ['key'],
  ['proxy', 'x'],
  ['resolve'],
  ['retry'],
  ['write-out', 'w'],
  ['cookie-jar', 'c'],
  ['dump-header', 'D'],
];

const OPTIONS: Options = {
  ...MEANT,
  ...Object.fromEntries(FLAGS.map(([name, short]) => [name, withShort('boolean', short)])),
  ...Object.fromEntries(VALUES.map(([name, short]) => [name, withShort('string', short)])),
};

function withShort(type: 'boolean' | 'string', short: string | undefined): Options[string] {
  return { type, ...(short === undefined ? {} : { short }) };
}

/** @throws UsageError for what is not such a command line. Its values are not repeated: one of them is a token. */
export function readCurl(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): RequestDescription {
  const [command, ...args] = wordsOf(text);
  if (command !== 'curl')
    throw new UsageError('Expected a command line that starts with curl, or HAR as JSON.');
  const { values, positionals } = parsed(args);
  const [url, ...others] = [...textsOf(values['url']), ...positionals];
  if (url === undefined || others.length > 0) {
    throw new UsageError(
      `The curl command has ${url === undefined ? 'no URL' : 'more than one URL'}. A | or > belongs after it, and is left out here.`,
    );
  }
  const { pathname, search, host } = urlOf(expand(url, env));
  const headers = headersOf(values).map((line) => lineOf(expand(line, env)));
  const hasHost = headers.some(([name]) => name.toLowerCase() === 'host');
  return {
    method: methodOf(values),
    target: `${pathname}${search}`,
    headers: [...(hasHost ? [] : [['Host', host] as const]), ...headers],
  };
}

function wordsOf(text: string): readonly string[] {
  try {
    return split(text.trim());
  } catch {
    throw new UsageError('The curl command cannot be read: a quote is not closed.');
  }
}

type Values = ReturnType<typeof parseArgs>['values'];

function parsed(args: readonly string[]): {
  readonly values: Values;
  readonly positionals: readonly string[];
} {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    const [, option] = /^Unknown option '([^']*)'/u.exec(error instanceof Error ? error.message : '') ?? [];
    throw new UsageError(
      option === undefined
        ? 'The curl command cannot be read: an option lacks its value.'
        : `The curl option ${option} is not known here: leave it out if it does not change the request.`,
    );
  }
}

function textsOf(value: Values[string]): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
}

function methodOf(values: Values): string {
  const [said] = textsOf(values['request']);
  if (said !== undefined) return said;
  if (values['head'] === true) return 'HEAD';
  if (values['upload-file'] !== undefined) return 'PUT';
  const hasBody = [
    'form',
    'form-string',
    'json',
    ...Object.keys(MEANT).filter((name) => name.startsWith('data')),
  ].some((name) => values[name] !== undefined);
  return hasBody && values['get'] !== true ? 'POST' : 'GET';
}

function headersOf(values: Values): readonly string[] {
  return [
    ...textsOf(values['header']),
    ...textsOf(values['cookie']).map((cookie) => `Cookie: ${cookie}`),
    ...textsOf(values['oauth2-bearer']).map((token) => `Authorization: Bearer ${token}`),
    ...textsOf(values['user']).map((user) => `Authorization: Basic ${Buffer.from(user).toString('base64')}`),
  ];
}

function lineOf(line: string): readonly [string, string] {
  const [, name, value] = /^([^\s:;]+)\s*[:;]\s*(.*)$/su.exec(line) ?? [];
  if (name === undefined || value === undefined) {
    throw new UsageError('A header of the curl command is not of the form "Name: value".');
  }
  return [name, value];
}

function urlOf(text: string): URL {
  const absolute = /^[a-z]+:\/\//iu.test(text) ? text : `http://${text}`;
  if (URL.canParse(absolute)) return new URL(absolute);
  throw new UsageError('The URL of the curl command cannot be read.');
}

/** What only a shell would put in: from the environment of this command. */
function expand(text: string, env: Readonly<Record<string, string | undefined>>): string {
  return text.replaceAll(/\$(?:\{(\w+)\}|([A-Za-z_]\w*))/gu, (_whole, braced?: string, plain?: string) => {
    const name = braced ?? plain ?? '';
    const value = env[name];
    if (value !== undefined) return value;
    throw new UsageError(
      `The curl command uses $${name}, which is not set here: export it, or write its value.`,
    );
  });
}
