/** The reference page of reason codes, made from core's table. */

import { LAYERS, REASON_CODES, REASONS, type Layer, type Reason, type ReasonCode } from '@org/jwt-core';
import { format } from 'prettier';
import { ADVICE } from './advice.js';

/** Where the page is, from the root of the workspace. */
export const REASON_CODES_PAGE = 'docs/reference/reason-codes.md';

const INTRODUCTION = [
  '# Reason codes',
  '',
  '<!-- Made by `npm run docs` from packages/jwt-core/src/decision/reasons.ts. Do not edit by hand. -->',
  '',
  'Every denial has exactly one code, `layer.reason`. The codes are stable, and the same in every adapter.',
  '',
  '- **You are the caller** and got a problem document: its `type` ends in a name of the',
  '  [first part](#what-the-caller-sees). It says no more, on purpose.',
  '- **You run the service**: the precise code is in the decision event and in `Decision.code`, and with',
  "  `disclose: 'code'` in the body. Look it up in the [second part](#what-the-operator-sees).",
].join('\n');

/** The names that the `type` of a problem document ends in, and what their readers can do. */
export const PUBLIC_NAMES: Readonly<Record<string, string>> = {
  invalid_request:
    'Send exactly one token, where the service takes it: in most cases `Authorization: Bearer …`.',
  unauthenticated: 'Send an access token, as `Authorization: Bearer …`.',
  invalid_token:
    'Fetch a fresh access token, for this very service. If that does not help, ask the operators of the service.',
  insufficient_scope: 'Ask the authorization server for a token with the scopes of the challenge.',
  insufficient_user_authentication: 'Let the user log in again. This version does not ask for it yet.',
  invalid_dpop_proof: 'Send a fresh proof of possession. This version does not ask for one yet.',
  cross_site:
    'Send the request from a page of the application. A program sends its token in the `Authorization` header, or an `Origin` that the service lists.',
  forbidden: 'Another token of the same kind will not help: the caller may not do this.',
  unavailable: 'Wait as long as `Retry-After` says, and try again with the same token.',
};

/** The whole page, formatted as the workspace formats Markdown. */
export async function renderReasonCodes(options: Readonly<Record<string, unknown>>): Promise<string> {
  const parts = [
    INTRODUCTION,
    '## What the caller sees',
    nameTable(),
    ...Object.keys(PUBLIC_NAMES).map(describeName),
    '## What the operator sees',
    'In the order in which the layers are tested. The first that denies decides. Where several codes of a layer apply, it is the one that comes first here.',
    ...LAYERS.map(describeLayer),
  ];
  return format(parts.join('\n\n'), { ...options, parser: 'markdown', proseWrap: 'always' });
}

/** As core names it to the caller: a name of its own, the OAuth error, else what the status says. */
function publicName({ status, error, problem }: Reason): string {
  const name = problem ?? error;
  if (name !== undefined) return name;
  if (status === 401) return 'unauthenticated';
  return status === 403 ? 'forbidden' : 'unavailable';
}

function codesOf(name: string): readonly ReasonCode[] {
  return REASON_CODES.filter((code) => publicName(REASONS[code]) === name);
}

function reasonOf(name: string): Reason {
  const [code] = codesOf(name);
  if (code === undefined) throw new Error(`No reason is shown to the caller as ${name}.`);
  return REASONS[code];
}

function nameTable(): string {
  const rows = Object.keys(PUBLIC_NAMES).map((name) => {
    const { status } = reasonOf(name);
    return `| [\`${name}\`](#${name}) | ${status} | ${challengeOf(reasonOf(name))} |`;
  });
  return ['| name | status | `WWW-Authenticate` |', '|---|---|---|', ...rows].join('\n');
}

function challengeOf({ status, error }: Reason): string {
  if (error !== undefined) return `with \`error="${error}"\``;
  return status === 401 ? 'without `error`' : 'none';
}

/** One public name: its status, its title, and what the caller can do. */
export function describeName(name: string): string {
  const { status, title } = reasonOf(name);
  return `### ${name}\n\n${status}: _${title}_\n\n${PUBLIC_NAMES[name] ?? ''}`;
}

/** Where the order within a layer needs a word. */
const ORDER: Partial<Readonly<Record<Layer, string>>> = {
  credential:
    'Credentials are counted before one is read. One that is longer than `maxTokenBytes` is not read at all: its scheme and its length decide, so `credential.too_large` comes before what only its text would show. Where a cookie is sent from is asked before the cookie is read.',
  format:
    'A token is read in five steps: the number of its segments, how they are spelled, the JSON of its header, the parameters of the header, its payload. A step is taken where the one before does not deny. Of a member that is named twice, no value is judged.',
  operation:
    'Of several rules, the first that is for this caller decides the code. Within a rule, `operation.principal` and `operation.identity` come first ([why](../decisions/0006-who-before-what.md)).',
};

function describeLayer(layer: Layer): string {
  const codes = REASON_CODES.filter((code) => code.startsWith(`${layer}.`));
  const order = ORDER[layer];
  return [`### Layer ${layer}`, ...(order === undefined ? [] : [order]), ...codes.map(describeCode)].join(
    '\n\n',
  );
}

function describeCode(code: ReasonCode): string {
  const { status, meaning } = REASONS[code];
  const name = publicName(REASONS[code]);
  return `#### ${code}\n\n${status}, [\`${name}\`](#${name}). ${meaning}\n\n${ADVICE[code]}`;
}
