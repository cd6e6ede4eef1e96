/** Sends the matrix to a server under test, and tells every request that was answered as none may be. */

import { headerOf, type RawResponse } from './response.js';
import { malformedCases } from './malformed.js';
import { mayRun, type Caller, type CallerTokens } from './callers.js';
import { RAN_HEADER, type RawHttpJournal } from './journal.js';
import { PersistentConnection, sendOnce } from './connection.js';
import { rawHttpCases, type RawHttpCase, type RawHttpOptions } from './matrix.js';
import { serialiseRequest } from './request.js';

/** The server under test. */
export interface RawHttpServer extends RawHttpOptions {
  /** On 127.0.0.1. */
  readonly port: number;
  /**
   * Whether the server is wired wrongly, and a guard that finds out ends a request with 500. Then nothing has to run; what
   * does run must be what was allowed all the same.
   */
  readonly isMiswired?: boolean;
  readonly journal: RawHttpJournal;
}

/** What became of the matrix. */
export interface RawHttpReport {
  readonly sent: number;
  /** How often each status came; `closed` where the server ended the connection without an answer. */
  readonly statuses: ReadonlyMap<number | 'closed', number>;
  /** How often each operation ran. */
  readonly runs: ReadonlyMap<string, number>;
  /** Everything that must not be; the first fifty. */
  readonly faults: readonly string[];
}

/** Connections that are used at once. */
const LINES = 8;
const TOLD = 50;

/** Runs the whole matrix. Nothing is thrown: what went wrong is in the report. */
export async function runRawHttp(server: RawHttpServer, tokens: CallerTokens): Promise<RawHttpReport> {
  const run = new Run(Object.values(tokens) as string[], server);
  const cases = rawHttpCases(tokens, server);
  await Promise.all(
    Array.from({ length: LINES }, async () => {
      const line = new PersistentConnection(server.port);
      for (const each of cases) await run.send(line, each);
      if (line.unasked > 0) run.faults.push(`${String(line.unasked)} answers that nobody asked for`);
      line.close();
    }),
  );
  const path = `${server.prefix ?? ''}/admin`;
  for (const each of malformedCases(tokens, path, 'shop.example')) {
    run.judgeAll(each.name, each.caller, await sendOnce(server.port, each.bytes, each));
  }
  const faults = [...server.journal.faults, ...run.faults].slice(0, TOLD);
  return { sent: run.sent, statuses: run.statuses, runs: server.journal.runs, faults };
}

class Run {
  sent = 0;
  readonly statuses: Map<number | 'closed', number> = new Map();
  readonly faults: string[] = [];
  readonly #secrets: readonly string[];
  readonly #echoesTarget: boolean;
  readonly #isMiswired: boolean;

  constructor(tokens: readonly string[], { echoesTarget = false, isMiswired = false }: RawHttpServer) {
    this.#echoesTarget = echoesTarget;
    this.#isMiswired = isMiswired;
    // The signature alone: whoever cuts a token must not have it printed either.
    this.#secrets = tokens.map((token) => token.slice(token.lastIndexOf('.') + 1));
  }

  async send(line: PersistentConnection, { name, caller, request, mustRun }: RawHttpCase): Promise<void> {
    const bytes = serialiseRequest(request);
    const outcome = await line.send(bytes, request.method === 'HEAD');
    // Node 20 answers such a request as any other, and then never answers one that it cannot parse.
    if (bytes.includes('\r\nUpgrade: ')) line.close();
    const what = `${name}: ${request.method} ${request.target.split('?')[0]?.slice(0, 80) ?? ''}`;
    const echo = this.#echoesTarget ? request.target : '';
    const ran = this.judgeAll(what, caller, typeof outcome === 'object' ? [outcome] : outcome, echo);
    if (mustRun !== undefined && ran !== mustRun && !this.#isMiswired) {
      const got = typeof outcome === 'object' ? String(outcome.status) : outcome;
      this.faults.push(`${what}: expected ${mustRun} to run, got ${ran ?? got}`);
    }
  }

  /** Returns the operation that ran last. */
  judgeAll(
    what: string,
    caller: Caller,
    answers: readonly RawResponse[] | 'closed' | 'cut' | 'hung',
    echo = '',
  ): string | undefined {
    this.sent += 1;
    if (answers === 'cut') this.faults.push(`${what}: an answer that does not end`);
    if (answers === 'hung') this.faults.push(`${what}: no answer, and the connection stays open`);
    if (answers.length === 0 || typeof answers === 'string') {
      this.#count('closed');
      return undefined;
    }
    let ran: string | undefined;
    for (const answer of answers) ran = this.#judge(what, caller, answer, echo);
    return ran;
  }

  #judge(
    what: string,
    caller: Caller,
    { status, head, body }: RawResponse,
    echo: string,
  ): string | undefined {
    this.#count(status);
    const fault = (text: string): void => {
      this.faults.push(`${what}: ${text}`);
    };
    const isExpected = status === 500 && this.#isMiswired;
    if ((status >= 500 && !isExpected) || Number.isNaN(status)) fault(`answered ${String(status)}`);
    const found = leakIn(
      `${head}\n${body}`,
      this.#secrets.filter((secret) => !echo.includes(secret)),
    );
    if (found !== undefined) fault(`${found} in the answer with status ${String(status)}`);
    const value = headerOf(head, RAN_HEADER);
    if (value === undefined) return undefined;
    const [operation = '', tenant] = value.split(' ');
    if (!mayRun(caller, operation, tenant)) fault(`${value} ran for ${caller}`);
    return operation;
  }

  #count(status: number | 'closed'): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
  }
}

/** What no answer may hold. */
function leakIn(text: string, secrets: readonly string[]): string | undefined {
  if (secrets.some((secret) => text.includes(secret))) return 'a token';
  if (/\bat (?:\S+ )?\(?(?:file:|node:|\/)\S*:\d+/u.test(text)) return 'a stack trace';
  if (text.includes('node_modules') || text.includes(process.cwd())) return 'a file path';
  return undefined;
}
