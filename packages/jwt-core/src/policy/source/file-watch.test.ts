import type fs from 'node:fs';
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
  type FSWatcher,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../../../test/policy-sources.js';
import { FileWatch } from './file-watch.js';

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  return { ...real, watch: vi.fn(real.watch) };
});

/** Only there can watches be counted. */
const onLinux = it.skipIf(process.platform !== 'linux');

/** Watches a file to the end of the test. */
async function watching(
  file: string,
): Promise<{ renew: () => Promise<void>; notified: () => Promise<void>; count: () => number }> {
  let count = 0;
  let seen = 0;
  const watched = new FileWatch(file, () => {
    count += 1;
  });
  onTestFinished(() => watched.close());
  await watched.renew();
  return {
    renew: () => watched.renew(),
    count: () => count,
    notified: async () => {
      await vi.waitFor(() => expect(count).toBeGreaterThan(seen), { interval: 1, timeout: 5_000 });
      await quiet(dirname(file));
      seen = count;
    },
  };
}

/** Until everything that was written to the folder before has been reported: the kernel keeps the order. */
async function quiet(folder: string): Promise<void> {
  const mark = `mark-${String(Math.random())}`;
  await new Promise<void>((resolve) => {
    const watcher: FSWatcher = watch(folder, (_type, name) => {
      if (name !== mark) return;
      watcher.close();
      resolve();
    });
    writeFileSync(join(folder, mark), '');
  });
  rmSync(join(folder, mark));
}

/** What Kubernetes does with a mounted ConfigMap: files in a new folder, then one link is turned. */
function turn(folder: string, version: string, content: string): void {
  mkdirSync(join(folder, version));
  writeFileSync(join(folder, version, 'policy.yaml'), content);
  symlinkSync(version, join(folder, '..data_tmp'));
  renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
}

describe('a change is reported', () => {
  it('when the file is replaced, again and again', async () => {
    const file = join(temporaryFolder(), 'policy.yaml');
    writeFileSync(file, '0');
    const { notified, renew } = await watching(file);
    for (const content of ['1', '2', '3']) {
      writeFileSync(`${file}.new`, content);
      renameSync(`${file}.new`, file);
      await notified();
      await renew();
    }
  });

  it('when the file is written in place', async () => {
    const file = join(temporaryFolder(), 'policy.yaml');
    writeFileSync(file, '0');
    const { notified } = await watching(file);
    for (const content of ['1', '2', '3']) {
      writeFileSync(file, content);
      await notified();
    }
  });

  it('when the file is created', async () => {
    const file = join(temporaryFolder(), 'policy.yaml');
    const { notified } = await watching(file);
    writeFileSync(file, '1');
    await notified();
  });

  it('when the link of a ConfigMap is replaced, also for the second time', async () => {
    const folder = temporaryFolder();
    turn(folder, '..1', '1');
    symlinkSync('..data/policy.yaml', join(folder, 'policy.yaml'));
    const { notified, renew } = await watching(join(folder, 'policy.yaml'));
    for (const version of [2, 3, 4]) {
      turn(folder, `..${String(version)}`, String(version));
      rmSync(join(folder, `..${String(version - 1)}`), { recursive: true });
      await notified();
      await renew();
    }
  });

  it('when what a link of another folder leads to is replaced', async () => {
    const [here, there] = [temporaryFolder(), temporaryFolder()];
    writeFileSync(join(there, 'real.yaml'), '0');
    symlinkSync(join(there, 'real.yaml'), join(here, 'policy.yaml'));
    const { notified } = await watching(join(here, 'policy.yaml'));
    writeFileSync(join(there, 'real.yaml.new'), '1');
    renameSync(join(there, 'real.yaml.new'), join(there, 'real.yaml'));
    await notified();
    symlinkSync(join(there, 'other.yaml'), join(here, 'policy.yaml.new'));
    renameSync(join(here, 'policy.yaml.new'), join(here, 'policy.yaml'));
    await notified();
  });

  onLinux('when the folder was removed and made again', async () => {
    const folder = join(temporaryFolder(), 'config');
    mkdirSync(folder);
    const { notified, renew } = await watching(join(folder, 'policy.yaml'));
    for (const content of ['1', '2']) {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      await vi.waitFor(() => expect(inotifyWatches()).toBe(0));
      await renew();
      writeFileSync(join(folder, 'policy.yaml'), content);
      await notified();
    }
  });
});

it('reports nothing about other files', async () => {
  const file = join(temporaryFolder(), 'policy.yaml');
  const { count } = await watching(file);
  writeFileSync(join(dirname(file), 'access.log'), 'GET /');
  await quiet(dirname(file));
  expect(count()).toBe(0);
});

describe('a failure is survived', () => {
  it.each([
    ['the machine has no watches left', 'ENOSPC'],
    ['the process has no files left', 'EMFILE'],
  ])('where %s', async (_what, code) => {
    vi.mocked(watch).mockImplementationOnce(() => {
      throw Object.assign(new Error(code), { code });
    });
    const file = join(temporaryFolder(), 'policy.yaml');
    const { renew, notified } = await watching(file);
    await renew(); // now there is one
    writeFileSync(file, '1');
    await notified();
  });

  it('where a watcher breaks', async () => {
    const file = join(temporaryFolder(), 'policy.yaml');
    const { renew, notified } = await watching(file);
    const watcher = vi.mocked(watch).mock.results.at(-1)?.value as FSWatcher;
    watcher.emit('error', new Error('broken'));
    await renew();
    writeFileSync(file, '1');
    await notified();
  });

  it('where links lead in a circle', async () => {
    const folder = temporaryFolder();
    symlinkSync('b', join(folder, 'a'));
    symlinkSync('a', join(folder, 'b'));
    const { notified } = await watching(join(folder, 'a'));
    rmSync(join(folder, 'a'));
    await notified();
  });

  it('where there is no such folder', async () => {
    await expect(watching('/nowhere/policy.yaml')).resolves.toBeDefined();
  });
});

/** How many folders this process watches, as Linux counts. */
function inotifyWatches(): number {
  return (
    readdirSync('/proc/self/fdinfo')
      .map((fd) => {
        try {
          return readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8');
        } catch {
          return ''; // the one that lists the folder is closed by now
        }
      })
      .join('')
      .split('\ninotify wd:').length - 1
  );
}

describe('what was closed', () => {
  onLinux('watches nothing, keeps nothing alive and is not opened again', async () => {
    const before = inotifyWatches();
    const folder = temporaryFolder();
    const watched = new FileWatch(join(folder, 'policy.yaml'), () => undefined);
    await watched.renew();
    expect(inotifyWatches()).toBe(before + 1);
    expect(process.getActiveResourcesInfo()).not.toContain('FSEventWrap');
    const renewing = watched.renew();
    watched.close();
    await renewing;
    await watched.renew();
    expect(inotifyWatches()).toBe(before);
  });
});
