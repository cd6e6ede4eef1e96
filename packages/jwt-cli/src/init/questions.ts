/** Asks at the terminal for what was not said in options. */

import { cancel, isCancel, select, text } from '@clack/prompts';
import type { ProfileName } from '@org/jwt-core/policy';
import { UsageError } from '../terminal/exit-code.js';

/** Asks for a text; empty answers are asked again. */
export async function askText(message: string, placeholder: string): Promise<string> {
  const given = await text({
    message,
    placeholder,
    validate: (value) => ((value ?? '').trim() === '' ? 'Something is needed here.' : undefined),
  });
  return isCancel(given) ? end() : given;
}

/** Asks who has such tokens. */
export async function askPrincipal(profile: ProfileName): Promise<'user' | 'workload'> {
  const given = await select({
    message: `Nothing in the tokens of ${profile} tells people from programs. Who calls?`,
    options: [
      { value: 'user' as const, label: 'people' },
      { value: 'workload' as const, label: 'programs' },
    ],
  });
  return isCancel(given) ? end() : given;
}

function end(): never {
  cancel('Nothing was written.');
  throw new UsageError('Ended before all was answered.');
}
