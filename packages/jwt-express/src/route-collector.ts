/** Goes through routers as Express does, and keeps of every route what judges it. */

import {
  markOf,
  type RouterContents,
  type RouterRoute,
  type UnreadMount,
  type Verifier,
} from '@org/jwt-core';
import { handlersByMethod } from './route-methods.js';
import {
  isApplication,
  isRouter,
  layersOf,
  property,
  routerOfApplication,
  type PathPattern,
  type RouteLayer,
  type UseLayer,
} from './router-stack.js';

/** Where a router is mounted, as the application says. */
export interface Mount {
  readonly path: string;
  readonly router: object;
}

/** Where a router is, and what runs before it. */
interface Place {
  /** The mount paths that lead to it. */
  readonly path: readonly PathPattern[];
  /** The routers and applications around it, outermost first. */
  readonly around: readonly object[];
  /** Middleware of ours that runs before it. */
  readonly before: readonly Before[];
  /** Whether all that runs before it was seen. */
  readonly isWhole: boolean;
  /** The parameters of its mount paths that its handlers do not see. */
  readonly hiddenParameters: readonly string[];
  readonly root: number;
}

/** Middleware of ours in a `use()`, what takes requests to it, and how many mount paths lead there. */
interface Before {
  readonly handle: object;
  readonly layer: UseLayer;
  readonly depth: number;
}

/** Reads applications and routers into the list that the core compares. */
export class RouteCollector {
  readonly #verifier: Verifier;
  readonly #given: readonly object[];
  readonly #mounts: readonly Mount[];
  readonly #routes: RouterRoute[] = [];
  readonly #unread: UnreadMount[] = [];
  readonly #met = new Set<object>();
  readonly #found = new Set<Mount>();
  #roots = 0;

  constructor(verifier: Verifier, given: readonly object[], mounts: readonly Mount[]) {
    this.#verifier = verifier;
    this.#given = given;
    this.#mounts = mounts;
  }

  collect(): RouterContents {
    const inner = new Set(
      this.#given.filter((each) => this.#given.some((other) => parentOf(each) === other)),
    );
    for (const each of this.#given) if (!inner.has(each)) this.#readRoot(each, mountPathsOf(each));
    // Where its parent has it, it was not recognised.
    for (const each of inner) if (!this.#met.has(each)) this.#readRoot(each, mountPathsOf(each));
    for (const { router } of this.#mounts) if (!this.#met.has(router)) this.#readRoot(router, []);
    return { routes: this.#routes, unread: this.#unread };
  }

  /** Entries of `mounts` whose router is at other paths. */
  unusedMounts(): readonly Mount[] {
    return this.#mounts.filter((each) => !this.#found.has(each));
  }

  #readRoot(root: object, known: readonly (readonly PathPattern[])[]): void {
    const said = this.#mounts.filter(({ router }) => router === root);
    for (const each of said) this.#found.add(each);
    for (const path of said.length > 0 ? said.map((each) => [each.path]) : known) {
      this.#readRouter(root, {
        path,
        around: [],
        before: [],
        isWhole: isApplication(root) && path.length === 0,
        hiddenParameters: parametersIn(path),
        root: this.#roots++,
      });
    }
  }

  /** Returns the middleware of ours that every request through this application or router goes by. */
  #readRouter(value: object, place: Place): readonly object[] {
    this.#met.add(value);
    const router = isApplication(value) ? routerOfApplication(value) : value;
    if (router === undefined) return [];
    const inside: Place = { ...place, around: [...place.around, value] };
    const depth = place.path.length;
    const added: Before[] = [];
    for (const layer of layersOf(router)) {
      const here: Place = { ...inside, before: [...place.before, ...added] };
      if (layer.kind === 'route') this.#addRoutes(layer, router, here);
      else if (markOf(layer.handle, this.#verifier)) added.push({ handle: layer.handle, layer, depth });
      else added.push(...this.#readMounted(layer, here).map((handle) => ({ handle, layer, depth })));
    }
    return added.filter(({ layer }) => layer.isRoot).map(({ handle }) => handle);
  }

  #readMounted(layer: UseLayer, place: Place): readonly object[] {
    const { handle, name, paths, isRoot } = layer;
    const route = `USE ${paths === undefined ? '(unknown path)' : paths.map(String).join(', ')}`;
    const said = this.#mounts.filter((each) => isAt(layer, each.path));
    if (isApplication(handle) || isRouter(handle)) return this.#readAt(handle, layer, place, route);
    const mounted = this.#mountedBy(layer, place, said);
    if (mounted.length > 0) return mounted.flatMap((each) => this.#readAt(each, layer, place, route));
    if (name === MOUNTED_APPLICATION) this.#addUnread(route, 'an application');
    // The middleware of the package `vhost`.
    else if (name === 'vhost') this.#unread.push({ route, mounted: name, dispatches: 'by host' });
    // A function at the root is the usual middleware, and one of four parameters takes errors alone.
    else if (!isRoot && said.length === 0 && property(handle, 'length') !== 4) {
      this.#addUnread(route, name === '<anonymous>' || name === '' ? 'a function' : `the function ${name}`);
    }
    return [];
  }

  /** What the application says is behind a function: Express puts one around each mounted application. */
  #mountedBy(layer: UseLayer, { around }: Place, said: readonly Mount[]): readonly object[] {
    const isOfExpress = layer.name === MOUNTED_APPLICATION;
    if (layer.isRoot && !isOfExpress) return [];
    const children = this.#given.filter(
      (each) => parentOf(each) === around.at(-1) && mountPathOf(each).some((path) => isAt(layer, path)),
    );
    const mounted = [...(isOfExpress ? children : []), ...said.map(({ router }) => router)];
    return [...new Set(mounted)].filter((each) => !this.#met.has(each));
  }

  #readAt(mounted: object, layer: UseLayer, place: Place, route: string): readonly object[] {
    this.#met.add(mounted);
    if (place.around.includes(mounted)) {
      this.#addUnread(route, 'a router that contains itself');
      return [];
    }
    const said = this.#mounts.filter(({ router, path }) => router === mounted && isAt(layer, path));
    for (const each of said) this.#found.add(each);
    const own = layer.name === MOUNTED_APPLICATION ? mountPathOf(mounted) : [];
    const paths = layer.paths ?? (said.length > 0 ? said.map(({ path }) => path) : own);
    if (paths.length === 0) this.#addUnread(route, 'a router whose mount path this version does not keep');
    return paths.flatMap((each) => {
      const path = [...place.path, each];
      const isMerging = property(mounted, 'mergeParams') === true;
      const hiddenParameters = isMerging ? place.hiddenParameters : parametersIn(path);
      return this.#readRouter(mounted, { ...place, path, hiddenParameters });
    });
  }

  #addUnread(route: string, mounted: string): void {
    this.#unread.push({ route, mounted, dispatches: 'unknown' });
  }

  #addRoutes(layer: RouteLayer, router: object, place: Place): void {
    const methods = handlersByMethod(layer);
    for (const pattern of layer.paths) {
      const path = [...place.path, pattern];
      const before = place.before.filter((each) => runsBefore(each, path)).map(({ handle }) => handle);
      // Of a regular expression, it is not known whether a middleware at a path runs before it.
      const isPlain = path.every((part) => typeof part === 'string') || place.before.length === 0;
      for (const { method, handles } of methods) {
        const marks = [...before, ...handles].flatMap((each) => markOf(each, this.#verifier) ?? []);
        // all() that only asks, in front of the handlers of single methods, answers nothing.
        if (method === 'ALL' && methods.length > 1 && handles.every((each) => markOf(each, this.#verifier)))
          continue;
        const isGuarded = marks.some(({ operation }) => operation === undefined);
        this.#routes.push({
          method,
          path,
          caseSensitive: property(router, 'caseSensitive') === true,
          strict: property(router, 'strict') === true,
          router: place.root,
          host: undefined,
          operations: [...new Set(marks.flatMap(({ operation }) => operation ?? []))],
          guarded: isGuarded || (place.isWhole && isPlain ? false : undefined),
          hiddenParameters: place.hiddenParameters,
        });
      }
    }
  }
}

/** The name of the function that Express puts around a mounted application. */
const MOUNTED_APPLICATION = 'mounted_app';

/** What no mount path has as a literal segment. */
const SAMPLE = 'a-value-of-no-route';

/** A path that the pattern takes, as far as a pattern of literals and parameters goes. */
function sampleOf(path: readonly PathPattern[]): string {
  return path
    .join('')
    .replace(/:\w+(?:\([^)]*\))?/gu, SAMPLE)
    .replace(/\/+/gu, '/');
}

/** Whether middleware of a `use()` runs before a route. */
function runsBefore({ layer, depth }: Before, path: readonly PathPattern[]): boolean {
  const rest = path.slice(depth);
  return layer.isRoot || (rest.every((part) => typeof part === 'string') && layer.takes(sampleOf(rest)));
}

function isAt(layer: UseLayer, path: PathPattern): boolean {
  if (layer.isRoot || path === '/') return layer.isRoot && path === '/';
  return typeof path === 'string' && layer.takes(sampleOf([path]));
}

function parametersIn(path: readonly PathPattern[]): readonly string[] {
  return path.flatMap((part) => [...String(part).matchAll(/:(\w+)/gu)].flatMap(([, name]) => name ?? []));
}

function parentOf(app: object): object | undefined {
  const parent = isApplication(app) ? property(app, 'parent') : undefined;
  return isApplication(parent) ? parent : undefined;
}

/** The mount paths of an application in its parent. Express calls the property public. */
function mountPathOf(app: object): readonly PathPattern[] {
  const path = property(app, 'mountpath');
  return [path].flat(Infinity).filter((each) => typeof each === 'string' || each instanceof RegExp);
}

/** Every way from the outermost application to this one. */
function mountPathsOf(app: object): readonly (readonly PathPattern[])[] {
  const parent = parentOf(app);
  if (parent === undefined) return [[]];
  return mountPathsOf(parent).flatMap((path) => mountPathOf(app).map((each) => [...path, each]));
}
