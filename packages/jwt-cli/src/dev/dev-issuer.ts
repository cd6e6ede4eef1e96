/** `jwt-policy dev-issuer`. */

import { once } from 'node:events';
import type { Server } from 'node:http';
import { extname } from 'node:path';
import type { Policy } from '@org/jwt-core';
import { defaultFile } from '../policy-files/default-file.js';
import { readPolicy } from '../policy-files/read-policy.js';
import { EXIT, UsageError, type ExitCode } from '../terminal/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';
import { count, listed, wrap } from '../terminal/words.js';
import { actionsOf, allWanted, type Actions } from './actions.js';
import { developmentPolicy, outputOf, replaceFile, type KeyPlace } from './development-policy.js';
import { ENDPOINTS, endpointsOf } from './endpoints.js';
import { mintedInWords } from './minted-in-words.js';
import { standIn } from './stand-in.js';
import { helpFor, obeyTyped, TYPED } from './typed-commands.js';

/** The options of the command. */
export interface DevIssuerOptions {
  readonly port: number;
  readonly for?: string;
  readonly service?: string;
  readonly writePolicy?: string;
  readonly keys: KeyPlace;
  readonly lifetime?: number;
  readonly json: boolean;
}

/** Serves until Ctrl-C, SIGTERM or `quit`. */
export async function devIssuer(
  terminal: Terminal,
  file: string | undefined,
  options: DevIssuerOptions,
): Promise<ExitCode> {
  const policy = await readPolicy(file ?? defaultFile(terminal.cwd), terminal);
  const output =
    options.writePolicy === undefined ? undefined : outputOf(options.writePolicy, policy, terminal);
  const wanted = allWanted(policy, { operation: options.for, service: options.service });
  await using signing = await standIn(policy, { now: terminal.now, lifetime: options.lifetime });
  let origin = '';
  const writeKeys = async (): Promise<void> => {
    if (output === undefined) return;
    const { policy: standing } = await signing.testPolicy();
    await replaceFile(output, developmentPolicy(standing, options.keys, origin, extname(output)));
  };
  const actions = actionsOf(signing, { now: terminal.now, onKeys: writeKeys });
  const server = endpointsOf({ policy, issuer: signing.issuer, actions, origin: () => origin });
  origin = await listen(server, options.port);
  try {
    await writeKeys();
    terminal.note(introduction(policy, origin, options, terminal));
    printTokens(wanted, actions, terminal, options.json);
    await ended(actions, terminal);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  terminal.note('The stand-in has ended. Its keys are gone.\n');
  return EXIT.ok;
}

async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UsageError(
      code === 'EADDRINUSE'
        ? `The port ${String(port)} is in use: write another one with --port, or 0 for any.`
        : `The port ${String(port)} cannot be listened on: ${code}.`,
    );
  }
  const address = server.address();
  return `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : port)}`;
}

function introduction(
  { model }: Policy,
  origin: string,
  options: DevIssuerOptions,
  { columns }: Terminal,
): string {
  const issuers = Object.keys(model.issuers);
  const { writePolicy, keys } = options;
  const [service = 'SERVICE'] = Object.keys(model.services);
  const insecure = keys === 'jwksUri' ? ',\n    insecure: { allowHttpLoopback: true }' : '';
  const start =
    writePolicy === undefined
      ? ['--write-policy dev-policy.yaml writes the policy that a service starts with.']
      : [
          wrap(
            `${writePolicy} is your policy with the keys of this stand-in. Start a service with it:`,
            columns,
          ),
          `  createVerifier({ policy: '${writePolicy}', service: '${service}'${insecure} })`,
          ...(keys === 'jwks' ? ['It is written again after rotate and retire.'] : []),
        ];
  return [
    `Stand-in for ${count(issuers.length, 'issuer')} (${listed(issuers)}) on ${origin}`,
    '',
    ...start,
    '',
    'Over HTTP:',
    helpFor(ENDPOINTS),
    'Typed here:',
    helpFor(TYPED),
    '',
    '',
  ].join('\n');
}

/** Comments and tokens, so that a line of it can be copied; or one JSON document in a line. */
function printTokens(
  wanted: ReturnType<typeof allWanted>,
  { token }: Actions,
  { out, note, now }: Terminal,
  isJson: boolean,
): void {
  for (const each of wanted) {
    try {
      const minted = token(each);
      out(isJson ? `${JSON.stringify(minted)}\n` : `# ${mintedInWords(minted, now())}\n${minted.token}\n\n`);
    } catch (error) {
      // A rule that no accepted issuer can fulfil allows no token.
      if (!(error instanceof Error) || error.name !== 'ConfigurationError') throw error;
      note(`No token: ${error.message}\n`);
    }
  }
}

/** The end of standard input is no end: a service manager gives none. */
async function ended(actions: Actions, terminal: Terminal): Promise<void> {
  const { stopped } = terminal;
  const stopping = stopped.aborted ? Promise.resolve() : once(stopped, 'abort');
  const typed = obeyTyped(actions, terminal);
  if ((await Promise.race([typed, stopping])) === 'quit') return;
  await stopping;
  await typed;
}
