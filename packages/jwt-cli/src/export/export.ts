/** `jwt-policy export`. */

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { defaultFile } from '../policy-files/default-file.js';
import { readPolicy } from '../policy-files/read-policy.js';
import { EXIT, UsageError, type ExitCode } from '../terminal/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';
import { acceptedLosses, Losses, lossInWords, refusal } from './losses.js';
import { chosenService, type Exporter, type TargetOptions } from './target.js';

/** The options of the command. */
export interface ExportOptions {
  readonly to: 'istio' | 'envoy' | 'openapi' | 'rfc9728' | 'authzen-pdp';
  readonly service?: string;
  readonly out: string;
  readonly acceptLoss: readonly string[];
  readonly jwksUri: readonly string[];
  readonly selector: readonly string[];
  readonly namespace?: string;
  readonly port: string;
  readonly host: string;
}

/** Writes the target where it is as strict as the policy, or where every loss is accepted; else says what is lost. */
export async function exportPolicy(
  terminal: Terminal,
  named: string | undefined,
  options: ExportOptions,
): Promise<ExitCode> {
  const accepted = acceptedLosses(options.acceptLoss);
  const target = targetOptions(options);
  const policy = await readPolicy(named ?? defaultFile(terminal.cwd), terminal);
  const exported = chosenService(policy, options.service);
  if (options.to === 'authzen-pdp') {
    return (await import('./authzen/pdp.js')).servePdp(terminal, exported, options);
  }
  const losses = new Losses();
  const text = (await exporterOf(options.to))(exported, losses, target);
  const lost = losses.sorted(policy);
  for (const each of lost) terminal.note(`${lossInWords(each, policy)}\n`);
  const because = refusal(lost, accepted);
  if (because !== undefined) {
    terminal.note(`${because}\n`);
    return EXIT.no;
  }
  if (options.out === '-') terminal.out(text);
  else {
    await writeFile(resolve(terminal.cwd, options.out), text);
    terminal.note(`Wrote ${options.out}, from the policy with the digest ${policy.digest}.\n`);
  }
  return EXIT.ok;
}

async function exporterOf(to: Exclude<ExportOptions['to'], 'authzen-pdp'>): Promise<Exporter> {
  switch (to) {
    case 'istio':
      return (await import('./istio/istio.js')).toIstio;
    case 'envoy':
      return (await import('./envoy/envoy.js')).toEnvoy;
    case 'openapi':
      return (await import('./openapi.js')).toOpenApi;
    case 'rfc9728':
      return (await import('./rfc9728.js')).toResourceMetadata;
  }
}

function targetOptions({ jwksUri, selector, namespace }: ExportOptions): TargetOptions {
  return {
    jwksUris: pairs('--jwks-uri', 'login=https://login.example/jwks.json', jwksUri),
    selector: pairs('--selector', 'app=orders', selector),
    namespace,
  };
}

function pairs(flag: string, example: string, texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text) => {
      const [key = '', ...value] = text.split('=');
      if (key !== '' && value.join('=') !== '') return [key, value.join('=')];
      throw new UsageError(`${flag} takes NAME=VALUE, such as ${example}; found ${text}.`);
    }),
  );
}
