// Finds Debian's Chromium; with `--install`, and in CI, installs it where it is missing. Node built-ins only.
// Prints its path, or ends with 1 and says what to do:
//   node tools/browser/chromium.mjs [--install]
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The path of the program, or `undefined`. */
export function findChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** The path of the program. In CI it is installed where it is missing; elsewhere that is an error that says what to do. */
export function chromium({ install = process.env.CI === 'true' } = {}) {
  const found = findChromium();
  if (found !== undefined) return found;
  if (!install) throw new Error('Chromium is missing: run node tools/browser/chromium.mjs --install');
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    execFileSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: 600_000 });
  }
  const installed = findChromium();
  if (installed === undefined) throw new Error('apt-get has installed chromium, and it is not in the PATH.');
  return installed;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(process.argv.includes('--install') ? chromium({ install: true }) : chromium());
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
