/** The options that commands which fetch keys share. */

import { InvalidArgumentError, Option, type Command } from 'commander';

/** Adds them. */
export function declareConnection(command: Command): Command {
  return command
    .option('--proxy <url>', 'the proxy for https; env: what HTTPS_PROXY and NO_PROXY say')
    .option('--ca <file>', "authorities (PEM) to trust in place of the machine's")
    .option('--allow-http-loopback', 'for development: plain http to this machine', false)
    .option('--timeout <seconds>', 'for the keys of one issuer, at most 30', seconds);
}

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 30) return value;
  throw new InvalidArgumentError('Expected a number of seconds, above 0 and at most 30.');
}

/** A whole number from `min` on, for commander. */
export function wholeNumber(min: number, max: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/u.test(text) && value >= min && value <= max) return value;
    const bound = max === Number.MAX_SAFE_INTEGER ? 'on' : `to ${String(max)}`;
    throw new InvalidArgumentError(`Expected a whole number from ${String(min)} ${bound}.`);
  };
}

/** An option that may be written several times. */
export function repeatable(flags: string, description: string): Option {
  const option = new Option(flags, description).default([], 'none');
  return option.argParser((value: string, before: readonly string[]) => [...before, value]);
}
