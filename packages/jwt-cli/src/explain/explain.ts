/** `jwt-policy explain`. */

import type { Policy } from '@org/jwt-core';
import { connection, type ConnectionOptions } from '../keys/connection.js';
import { defaultFile } from '../policy-files/default-file.js';
import { readPolicy, readText } from '../policy-files/read-policy.js';
import { EXIT, UsageError, type ExitCode } from '../terminal/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';
import { tokenIn, type Asked } from './asked.js';
import { asJson } from './as-json.js';
import { readCurl } from './curl.js';
import { explainEvent } from './event.js';
import { readHar } from './har.js';
import { judge } from './judge.js';
import { picture } from './picture.js';
import { httpRequestOf, placeInWords, requestOf, serviceOf, withTokenFor } from './request-of.js';
import { readToken } from './token-input.js';

/** The options of the command. */
export interface ExplainOptions extends ConnectionOptions {
  readonly policy?: string;
  readonly service?: string;
  readonly operation?: string;
  readonly header: readonly string[];
  readonly tokenFile?: string;
  readonly request?: string;
  readonly event?: string;
  readonly entry?: number;
  readonly at?: string;
  readonly online: boolean;
  readonly json: boolean;
}

/** Explains one request or one event. */
export async function explain(
  terminal: Terminal,
  args: readonly string[],
  options: ExplainOptions,
): Promise<ExitCode> {
  assertOneInput(args, options);
  if (options.event !== undefined) {
    const text = await readText(options.event, terminal);
    const policy = options.policy === undefined ? undefined : await readPolicy(options.policy, terminal);
    const named = policy && { digest: policy.digest, file: nameOf(options.policy ?? '', policy) };
    return explainEvent(text, named, { entry: options.entry, json: options.json }, terminal);
  }
  const source = options.policy ?? defaultFile(terminal.cwd);
  const policy = await readPolicy(source, terminal);
  const file = nameOf(source, policy);
  const asked = await readAsked(policy, args, options, terminal);
  const online = options.online ? await connection(options, terminal) : undefined;
  if (options.online) terminal.note('Fetching keys where they are needed …\n');
  const judged = await judge(policy, asked, online);
  terminal.out(
    options.json
      ? asJson(judged, { file, digest: policy.digest })
      : picture(judged, policy, { ...terminal, file }),
  );
  return judged.outcome === 'deny' ? EXIT.no : EXIT.ok;
}

/** As the command named it. */
function nameOf(source: string, { file }: Policy): string {
  return source === '-' ? file : source;
}

function assertOneInput(
  args: readonly string[],
  { request, event, tokenFile, policy }: ExplainOptions,
): void {
  if ([request, event].filter((each) => each !== undefined).length > 1) {
    throw new UsageError('Write one of --request and --event.');
  }
  if ((request ?? event) !== undefined && (args.length > 0 || tokenFile !== undefined)) {
    throw new UsageError('--request and --event bring the token with them: leave out the other arguments.');
  }
  const fromInput = [policy, request, event, tokenFile, ...args].filter((each) => each === '-');
  if (fromInput.length > 1) throw new UsageError('Standard input (-) can be read once: write it once.');
}

async function readAsked(
  policy: Policy,
  args: readonly string[],
  options: ExplainOptions,
  terminal: Terminal,
): Promise<Asked> {
  const service = serviceOf(policy, options.service);
  const at = readMoment(options.at, terminal);
  const { operation } = options;
  if (options.request !== undefined) {
    const text = await readText(options.request, terminal);
    const described = text.trimStart().startsWith('{')
      ? readHar(text, options.entry)
      : readCurl(text, terminal.env);
    const request = httpRequestOf(described);
    return { service, operation, request, token: tokenIn(request), at };
  }
  const { method, path, argument } = positional(args);
  const model = policy.model.services[service];
  if (model === undefined) throw new UsageError(`There is no service "${service}".`);
  const bare = requestOf(model, { operation, method, path, headers: options.header }, service);
  const token = await readToken(argument, options.tokenFile, terminal);
  if (token === undefined) {
    terminal.note('No token was given: this is what a request without one gets.\n');
    return { service, operation, request: httpRequestOf(bare), token: tokenIn(httpRequestOf(bare)), at };
  }
  const place = placeInWords(model);
  if (place !== 'Authorization') terminal.note(`The token is judged as if it came in ${place}.\n`);
  return { service, operation, request: httpRequestOf(withTokenFor(model, bare, token)), token, at };
}

interface Positional {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly argument: string | undefined;
}

/** `[METHOD PATH] [TOKEN]`. */
function positional(args: readonly string[]): Positional {
  if (args.length > 3) throw new UsageError('Too many arguments: expected [METHOD PATH] [TOKEN | -].');
  const [first, second, third] = args;
  if (second === undefined) return { method: undefined, path: undefined, argument: first };
  if (first === undefined || !/^[A-Za-z]{1,20}$/u.test(first)) {
    throw new UsageError(
      'The first of several arguments is a method, such as GET, and the second is a path.',
    );
  }
  return { method: first, path: second, argument: third };
}

/** ISO 8601, as `Date` reads it. */
function readMoment(text: string | undefined, { now }: Terminal): number {
  if (text === undefined) return now();
  const moment = /^\d{4}-\d{2}-\d{2}/u.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  throw new UsageError('--at: expected a time such as 2026-11-28T10:00:00Z.');
}
