/** Sends the matrix to a server under test, and reports every response that is a fault. */

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
   * Whether the server is wired wrongly, so that the guard answers with 500. Then no handler has to run. A handler that
   * runs must still be allowed.
   */
  readonly isMiswired?: boolean;
  readonly journal: RawHttpJournal;
}

/** The result of a run. */
export interface RawHttpReport {
  readonly sent: number;
  /** The number of responses with each status; `closed`: the server closed the connection without a response. */
  readonly statuses: ReadonlyMap<number | 'closed', number>;
  /** How often each operation ran. */
  readonly runs: ReadonlyMap<string, number>;
  /** The first fifty faults. */
  readonly faults: readonly string[];
}

const MAX_CONNECTIONS = 8;
const MAX_FAULTS = 50;

/** Runs the matrix. Nothing is thrown: every fault is in the report. */
export async function runRawHttp(server: RawHttpServer, tokens: CallerTokens): Promise<RawHttpReport> {
  const run = new Run(Object.values(tokens) as string[], server);
  const cases = rawHttpCases(tokens, server);
  await Promise.all(
    Array.from({ length: MAX_CONNECTIONS }, async () => {
      const connection = new PersistentConnection(server.port);
      for (const each of cases) await run.send(connection, each);
      if (connection.unsolicited > 0)
        run.faults.push(`${String(connection.unsolicited)} responses without a request`);
      connection.close();
    }),
  );
  const path = `${server.prefix ?? ''}/admin`;
  for (const each of malformedCases(tokens, path, 'shop.example')) {
    run.checkAll(each.name, each.caller, await sendOnce(server.port, each.bytes, each));
  }
  const faults = [...server.journal.faults, ...run.faults].slice(0, MAX_FAULTS);
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
    // The signature alone, so that a part of a token is found too.
    this.#secrets = tokens.map((token) => token.slice(token.lastIndexOf('.') + 1));
  }

  async send(
    connection: PersistentConnection,
    { name, caller, request, mustRun }: RawHttpCase,
  ): Promise<void> {
    const bytes = serialiseRequest(request);
    const outcome = await connection.send(bytes, request.method === 'HEAD');
    // Node 20 answers such a request like any other, and later does not answer one that it cannot parse.
    if (bytes.includes('\r\nUpgrade: ')) connection.close();
    const what = `${name}: ${request.method} ${request.target.split('?')[0]?.slice(0, 80) ?? ''}`;
    const echo = this.#echoesTarget ? request.target : '';
    const ran = this.checkAll(what, caller, typeof outcome === 'object' ? [outcome] : outcome, echo);
    if (mustRun !== undefined && ran !== mustRun && !this.#isMiswired) {
      const got = typeof outcome === 'object' ? String(outcome.status) : outcome;
      this.faults.push(`${what}: expected ${mustRun} to run, got ${ran ?? got}`);
    }
  }

  /** Checks the responses, and returns the operation that ran last. */
  checkAll(
    what: string,
    caller: Caller,
    responses: readonly RawResponse[] | 'closed' | 'incomplete' | 'timeout',
    echo = '',
  ): string | undefined {
    this.sent += 1;
    if (responses === 'incomplete') this.faults.push(`${what}: an incomplete response`);
    if (responses === 'timeout') this.faults.push(`${what}: no response, and the connection stays open`);
    if (responses.length === 0 || typeof responses === 'string') {
      this.#count('closed');
      return undefined;
    }
    let ran: string | undefined;
    for (const response of responses) ran = this.#check(what, caller, response, echo);
    return ran;
  }

  #check(
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
    if (found !== undefined) fault(`${found} in the response with status ${String(status)}`);
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

/** What a response must not contain, if it does. */
function leakIn(text: string, secrets: readonly string[]): string | undefined {
  if (secrets.some((secret) => text.includes(secret))) return 'a token';
  if (/\bat (?:\S+ )?\(?(?:file:|node:|\/)\S*:\d+/u.test(text)) return 'a stack trace';
  if (text.includes('node_modules') || text.includes(process.cwd())) return 'a file path';
  return undefined;
}
