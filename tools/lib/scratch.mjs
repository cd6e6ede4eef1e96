// A folder outside of the workspace, for this run only.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Made at once, and removed when the process ends. */
export function scratchFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `jwt-${name}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
