/**
 * Reports when a path may lead to another file, or the file may have another text. Not every change: polling is needed
 * too.
 */

import { watch, type FSWatcher } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import { basename, dirname, join, parse, resolve, sep } from 'node:path';

/**
 * Watches folders, not the file: a file that was replaced is another file, and a watch of it reports nothing of the one
 * that took its place.
 */
export class FileWatch {
  readonly #file: string;
  readonly #onChange: () => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #isClosed = false;

  constructor(file: string, onChange: () => void) {
    this.#file = file;
    this.#onChange = onChange;
  }

  /** Watches what has to be watched now: links may lead elsewhere, folders may have been replaced. */
  async renew(): Promise<void> {
    const folders = await foldersOnTheWay(this.#file);
    if (this.#isClosed) return;
    for (const [identity, watcher] of this.#watchers) {
      if (!folders.has(identity)) this.#drop(identity, watcher);
    }
    for (const [identity, folder] of folders) {
      if (!this.#watchers.has(identity)) this.#open(identity, folder);
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const [identity, watcher] of this.#watchers) this.#drop(identity, watcher);
  }

  #open(identity: string, { path, names }: Folder): void {
    try {
      const watcher = watch(path, { persistent: false });
      this.#watchers.set(identity, watcher);
      watcher.on('error', () => this.#drop(identity, watcher));
      watcher.on('change', (_type, name) => {
        // The folder's own name: it was removed or moved, and this watcher reports nothing more.
        if (name === basename(path)) this.#drop(identity, watcher);
        else if (typeof name === 'string' && !names.has(name)) return;
        this.#onChange();
      });
    } catch {
      // No watches left, or no such folder any more. The next read renews the watches.
    }
  }

  #drop(identity: string, watcher: FSWatcher): void {
    this.#watchers.delete(identity);
    watcher.close();
  }
}

interface Folder {
  readonly path: string;
  /** Whose change matters. */
  readonly names: Set<string>;
}

/** As many as Linux follows. */
const MAX_LINKS = 40;

/** The folder of the file, and that of each symbolic link on the way to it, by what they are. Never rejects. */
async function foldersOnTheWay(file: string): Promise<ReadonlyMap<string, Folder>> {
  const names = new Map<string, Set<string>>();
  for (const point of await turningPoints(file)) {
    const path = dirname(point);
    names.set(path, (names.get(path) ?? new Set()).add(basename(point)));
  }
  const folders = await Promise.all(
    [...names].map(async ([path, inIt]) => {
      const stats = await lstat(path).catch(() => undefined);
      const identity = `${String(stats?.dev)}:${String(stats?.ino)}:${path}`;
      return stats === undefined ? [] : [[identity, { path, names: inIt }] as const];
    }),
  );
  return new Map(folders.flat());
}

/** Where the path can come to mean something else: each symbolic link on the way, and what it ends at. */
async function turningPoints(file: string): Promise<readonly string[]> {
  const points: string[] = [];
  let path = file;
  for (let links = 0; links < MAX_LINKS; links += 1) {
    const link = await firstLink(path);
    if (link === undefined) break;
    points.push(link.at);
    path = link.leadsTo;
  }
  return [...points, path];
}

/** Looks at every part of the path at the same time: one after the other, each would wait for a busy thread pool. */
async function firstLink(
  path: string,
): Promise<{ readonly at: string; readonly leadsTo: string } | undefined> {
  const { root } = parse(path);
  const names = path.slice(root.length).split(sep);
  const prefixes = names.map((_name, index) => join(root, ...names.slice(0, index + 1)));
  const targets = await Promise.all(prefixes.map((prefix) => readlink(prefix).catch(() => undefined)));
  const index = targets.findIndex((target) => target !== undefined);
  const [at, target] = [prefixes[index], targets[index]];
  if (at === undefined || target === undefined) return undefined;
  return { at, leadsTo: resolve(dirname(at), target, ...names.slice(index + 1)) };
}
