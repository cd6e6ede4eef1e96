/** `jwt-policy init`. */

import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parsePolicy, PolicyError, PROFILES, type ProfileName } from '@org/jwt-core/policy';
import { pretty } from '../check/pretty.js';
import { lint } from '../lint/lint.js';
import { EXIT, UsageError, type ExitCode } from '../terminal/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';
import { listed } from '../terminal/words.js';
import { askIssuer, type IssuerFacts } from './ask-issuer.js';
import { firstPolicy, type FirstPolicy, type Program } from './first-policy.js';
import { recognise } from './recognise.js';

/** The options of the command. */
export interface InitOptions {
  readonly issuer?: string;
  readonly audience?: string;
  readonly service: string;
  readonly profile?: string;
  readonly principal?: 'user' | 'workload' | 'auto';
  readonly subject?: string;
  readonly owner?: string;
  readonly require: readonly string[];
  readonly offline: boolean;
  readonly proxy?: string;
  readonly ca?: string;
  readonly allowHttpLoopback: boolean;
  readonly out: string;
  readonly force: boolean;
}

/** Writes a policy that loads and has no findings, or says what is missing. */
export async function init(terminal: Terminal, options: InitOptions): Promise<ExitCode> {
  const path = resolve(terminal.cwd, options.out);
  if (options.out !== '-' && existsSync(path) && !options.force) {
    throw new UsageError(`${options.out} is there already. --force replaces it; --out names another.`);
  }
  const iss = await ask(
    terminal,
    options.issuer,
    '--issuer',
    'The exact iss of the tokens?',
    'https://login.acme.example',
  );
  const audience = await ask(
    terminal,
    options.audience,
    '--audience',
    'What does aud contain for this service?',
    `https://${options.service}.acme.example`,
  );
  const profile = profileOf(options.profile, iss, terminal);
  const principal = await principalOf(terminal, options, profile);
  const require = await pinsOf(terminal, options, profile);
  const program = isProgram(principal, profile) ? await programOf(terminal, options, require) : undefined;
  const wanted: FirstPolicy = {
    iss,
    audience,
    service: options.service,
    profile,
    principal,
    require,
    program,
    facts: await factsOf(terminal, options, iss, profile),
  };
  const text = firstPolicy(wanted);
  await assertGood(text, options.out, terminal);
  if (options.out === '-') terminal.out(text);
  else {
    await writeFile(path, text);
    terminal.note(
      `Wrote ${options.out}. It loads, and check has nothing to report. Next: the operations of your service.\n`,
    );
  }
  return EXIT.ok;
}

async function ask(
  { isInteractive }: Terminal,
  given: string | undefined,
  flag: string,
  message: string,
  placeholder: string,
): Promise<string> {
  if (given !== undefined) return given;
  if (!isInteractive) throw new UsageError(`${flag} is missing, and there is no terminal to ask at.`);
  return (await import('./questions.js')).askText(message, placeholder);
}

function profileOf(given: string | undefined, iss: string, { note }: Terminal): ProfileName | undefined {
  if (given === undefined) {
    const found = recognise(iss);
    if (found !== undefined) note(`This is an issuer of ${PROFILES[found].provider}: profile ${found}.\n`);
    return found;
  }
  if (Object.hasOwn(PROFILES, given)) return given as ProfileName;
  throw new UsageError(`There is no profile ${given}: there are ${listed(Object.keys(PROFILES))}.`);
}

async function principalOf(
  { isInteractive }: Terminal,
  { principal }: InitOptions,
  profile: ProfileName | undefined,
): Promise<FirstPolicy['principal']> {
  if (principal !== undefined || profile === undefined) return principal;
  const { noPrincipal, issuer } = PROFILES[profile];
  if (noPrincipal === undefined && issuer.principal !== 'marked') return undefined;
  if (!isInteractive) {
    throw new UsageError(
      '--principal is missing: the tokens of this provider do not tell people from programs.',
    );
  }
  return (await import('./questions.js')).askPrincipal(profile);
}

/** Whether the tokens are those of programs alone. */
function isProgram(principal: FirstPolicy['principal'], profile: ProfileName | undefined): boolean {
  return (principal ?? (profile && PROFILES[profile].issuer.principal)) === 'workload';
}

/** Days until a new identity is looked at again. */
const REVIEW_DAYS = 180;

/** A program needs a name, and a person who answers for it. */
async function programOf(
  terminal: Terminal,
  { subject, owner }: InitOptions,
  [pin]: FirstPolicy['require'],
): Promise<Program> {
  const [claim, value] = pin ?? [
    'sub',
    await ask(terminal, subject, '--subject', 'The sub of the program that calls?', 'ledger-sync'),
  ];
  const answers = await ask(terminal, owner, '--owner', 'Who answers for this program?', 'team@acme.example');
  const reviewBy = new Date(terminal.now() + REVIEW_DAYS * 86_400_000).toISOString().slice(0, 10);
  return { claim, value, owner: answers, reviewBy };
}

/** Claims to pin: those that were given, and one that the profile asks for. */
async function pinsOf(
  { isInteractive }: Terminal,
  { require }: InitOptions,
  profile: ProfileName | undefined,
): Promise<FirstPolicy['require']> {
  const pins = require.map((each) => {
    const [claim = '', ...value] = each.split('=');
    if (claim === '' || value.length === 0)
      throw new UsageError(`--require takes claim=value, found ${each}.`);
    return [claim, value.join('=')] as const;
  });
  const needed = profile === undefined ? undefined : PROFILES[profile].mustPin;
  if (needed === undefined || pins.some(([claim]) => needed.claims.includes(claim))) return pins;
  const [first = ''] = needed.claims;
  const because = `One of ${listed(needed.claims, 'or')} must be pinned: ${needed.because}`;
  if (!isInteractive) throw new UsageError(`${because}\nWrite --require ${first}=VALUE.`);
  return [...pins, [first, await (await import('./questions.js')).askText(`${because} ${first}?`, '…')]];
}

/** What the issuer says. Where it says nothing, the file says so. */
async function factsOf(
  terminal: Terminal,
  { offline, proxy, ca, allowHttpLoopback }: InitOptions,
  iss: string,
  profile: ProfileName | undefined,
): Promise<IssuerFacts | undefined> {
  const known = profile === undefined ? undefined : PROFILES[profile].issuer;
  if (offline || (known?.keys !== undefined && known.algs !== undefined)) return undefined;
  if (!URL.canParse(iss)) throw new UsageError(`The issuer ${iss} is no URL: --offline asks it for nothing.`);
  terminal.note(`Asking ${iss} for its keys…\n`);
  try {
    const authorities = ca === undefined ? undefined : await readFile(resolve(terminal.cwd, ca), 'utf8');
    return await askIssuer(iss, { proxy, ca: authorities, allowHttpLoopback });
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    terminal.note(
      `It did not answer:\n${because.replaceAll(/^/gmu, '  ')}\nThe file says what to look at.\n`,
    );
    return undefined;
  }
}

async function assertGood(text: string, file: string, terminal: Terminal): Promise<void> {
  try {
    const policy = await parsePolicy(text, { location: file === '-' ? 'the policy' : file });
    const findings = lint(policy, { others: [], now: terminal.now() });
    if (findings.length === 0) return;
    const report = pretty([{ file, problems: [], findings, message: undefined, policy }], terminal, {
      brief: true,
    });
    terminal.note(`There is something to look at:\n${report}`);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new UsageError(`These answers make no policy:\n${error.message}`);
  }
}
