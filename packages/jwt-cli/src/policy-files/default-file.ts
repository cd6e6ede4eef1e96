/** Which policy is meant where no file is named. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../terminal/exit-code.js';

const NAMES = ['jwt-policy', 'policy'].flatMap((name) =>
  ['yaml', 'yml', 'json'].map((extension) => `${name}.${extension}`),
);

/** The first of the usual names that is in the folder. */
export function defaultFile(cwd: string): string {
  const file = NAMES.find((name) => existsSync(join(cwd, name)));
  if (file !== undefined) return file;
  throw new UsageError(
    `No policy was named, and there is none of ${NAMES.join(', ')} in this folder. Name a file, or - for standard input.`,
  );
}
