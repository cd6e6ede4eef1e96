/** What is typed while a stand-in runs: one command in a line. */

import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { Terminal } from '../terminal/terminal.js';
import type { Actions } from './actions.js';
import { mintedInWords } from './minted-in-words.js';
import { saidMembers } from './said-claims.js';
import type { Minted, Wanted } from './stand-in.js';

/** For the terminal. */
export const TYPED: readonly (readonly [line: string, does: string])[] = [
  ['token OPERATION [NAME=JSON]', 'a good token, also of SERVICE/OPERATION'],
  ['expired OPERATION', 'one that is expired already'],
  ['rotate', 'new keys sign; the old ones stay published'],
  ['retire', 'the old keys are not published any more'],
  ['quit', 'ends it, as Ctrl-C does'],
];

/** Obeys each line, until the input ends or `quit`. Returns whether it was `quit`. */
export async function obeyTyped(actions: Actions, terminal: Terminal): Promise<'quit' | 'ended'> {
  const input = terminal.stdin instanceof Readable ? terminal.stdin : Readable.from(terminal.stdin);
  const release = (): void => void input.destroy();
  terminal.stopped.addEventListener('abort', release, { once: true });
  try {
    for await (const line of createInterface({ input })) {
      if (line.trim() === 'quit') return 'quit';
      try {
        await obey(line.trim(), actions, terminal);
      } catch (error) {
        terminal.note(`${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  } catch (error) {
    if (!terminal.stopped.aborted) throw error;
  } finally {
    terminal.stopped.removeEventListener('abort', release);
    // A process waits for its input as long as it is open.
    release();
  }
  return 'ended';
}

async function obey(line: string, actions: Actions, terminal: Terminal): Promise<void> {
  const [command = '', operation, ...claims] = line.split(/\s+/u);
  const show = (minted: Minted): void => {
    terminal.note(`${mintedInWords(minted, terminal.now())}\n`);
    terminal.out(`${minted.token}\n`);
  };
  switch (command) {
    case '':
      return;
    case 'token':
      show(actions.token(wanted(operation, claims)));
      return;
    case 'expired':
    case 'expire':
      show(actions.expired(wanted(operation, claims)));
      return;
    case 'rotate':
      terminal.note(`${await actions.rotate()} signs from now on.\n`);
      return;
    case 'retire':
      await actions.retire();
      terminal.note('Only the keys that sign are published.\n');
      return;
    default:
      terminal.note(`${helpFor(TYPED)}\n`);
  }
}

function wanted(operation: string | undefined, claims: readonly string[]): Wanted {
  const [service, name] = operation?.includes('/') === true ? operation.split('/') : [undefined, operation];
  return {
    ...{ operation: name, service, rule: undefined, issuer: undefined },
    ...{ claims: saidMembers('A claim', claims), header: {} },
  };
}

/** Commands with what they do, below each other; what a long one does is in a line of its own. */
export function helpFor(lines: readonly (readonly [string, string])[]): string {
  const widths = lines.map(([line]) => line.length).filter((width) => width <= MAX_WIDTH);
  const width = Math.max(...widths) + 2;
  return lines
    .map(
      ([line, does]) =>
        `  ${line.length > MAX_WIDTH ? `${line}\n  ${' '.repeat(width)}` : line.padEnd(width)}${does}`,
    )
    .join('\n');
}

/** Half of a line of 80 characters leaves room for the rest. */
const MAX_WIDTH = 28;
