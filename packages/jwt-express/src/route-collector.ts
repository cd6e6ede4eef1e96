/** Goes through routers as Express does, and keeps of every route what judges it. */

import {
  markOf,
  marksBeforeHandler,
  operationsOf,
  property,
  type AuditedMount,
  type RouterContents,
  type RouterRoute,
  type UnreadMount,
  type WiredVerifier,
} from '@org/jwt-core/adapter';
import { fitsMount, runsBefore, sampleOf, type Before, type WholePath } from './before-route.js';
import { mountPathOf, mountPathsOf, parentOf } from './mounted-application.js';
import { earlyParametersOf, parametersIn } from './parameters.js';
import { FOLDER, folderHandlers, routeHandlers, type PathHandlers } from './route-methods.js';
import {
  isApplication,
  isRouter,
  layersOf,
  routerOfApplication,
  type PathPattern,
  type UseLayer,
} from './router-stack.js';

/** Where a router is mounted, as the application says. */
type Mount = AuditedMount<object>;

/** Where a router is, by its mount paths, and what runs before it. */
interface Place extends WholePath {
  /** The routers and applications around it, outermost first. */
  readonly around: readonly object[];
  /** Middleware of ours that runs before it. */
  readonly before: readonly Before[];
  /** Whether all that runs before it was seen. */
  readonly isWhole: boolean;
  /** Whether the mount paths begin at the root of an application. */
  readonly isRooted: boolean;
  /** The parameters of its mount paths with a handler that runs before any middleware of ours. */
  readonly earlyParameters: readonly string[];
  /** The parameters of its mount paths that its handlers do not see. */
  readonly hiddenParameters: readonly string[];
  readonly root: number;
}

/** Reads applications and routers into the list that the core compares. */
export class RouteCollector {
  readonly #verifier: WiredVerifier;
  readonly #given: readonly object[];
  readonly #mounts: readonly Mount[];
  readonly #routes: RouterRoute[] = [];
  readonly #unread: UnreadMount[] = [];
  readonly #met = new Set<object>();
  readonly #found = new Set<Mount>();
  #roots = 0;

  constructor(verifier: WiredVerifier, given: readonly object[], mounts: readonly Mount[]) {
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
        // A mount path of the root is in front of all that is compared.
        cases: path.map(() => false),
        around: [],
        before: [],
        isWhole: isApplication(root) && path.length === 0,
        isRooted: isApplication(root),
        earlyParameters: [],
        hiddenParameters: parametersIn(path),
        root: this.#roots++,
      });
    }
  }

  /**
   * Returns the middleware of ours that every request through this application or router goes by. After an unknown
   * function nothing is certain for its siblings: `next('router')` leaves this router alone.
   */
  #readRouter(value: object, place: Place): readonly object[] {
    this.#met.add(value);
    const router = isApplication(value) ? routerOfApplication(value) : value;
    if (router === undefined) return [];
    const inside: Place = { ...place, around: [...place.around, value] };
    const added: Before[] = [];
    const passedOn: object[] = [];
    let isCertain = true;
    for (const layer of layersOf(router)) {
      const here: Place = { ...inside, before: [...place.before, ...added] };
      if (layer.kind === 'route') {
        for (const each of routeHandlers(layer)) this.#addPath(each, router, here);
        isCertain &&= layer.handlers.every(({ handle }) => markOf(handle, this.#verifier) !== undefined);
        continue;
      }
      const handles = this.#judging(layer, router, here);
      const isKnown = this.#isKnown(layer);
      isCertain &&= isKnown;
      if (isKnown) added.push(...handles.map((handle) => ({ handle, layer, depth: place.path.length })));
      if (isCertain && layer.isRoot) passedOn.push(...handles);
    }
    return passedOn;
  }

  /** Whether it is certain that it neither leaves the router nor goes round what it mounts. */
  #isKnown({ handle, name }: UseLayer): boolean {
    const isInner = isApplication(handle) || isRouter(handle) || name === MOUNTED_APPLICATION;
    return isInner || markOf(handle, this.#verifier) !== undefined;
  }

  /** The middleware of ours that a request which goes by this layer goes by. */
  #judging(layer: UseLayer, router: object, place: Place): readonly object[] {
    const mark = markOf(layer.handle, this.#verifier);
    if (mark === undefined) return this.#readMounted(layer, router, place);
    const paths = layer.paths ?? [UNKNOWN];
    const fits = paths.every((path) => fitsMount(mark, [...place.path, path], place.isRooted));
    return fits ? [layer.handle] : [];
  }

  #readMounted(layer: UseLayer, router: object, place: Place): readonly object[] {
    const { handle, name, paths, isRoot } = layer;
    const route = `USE ${paths === undefined ? '(unknown path)' : paths.map(String).join(', ')}`;
    const said = this.#mounts.filter((each) => isAt(layer, each.path));
    if (isApplication(handle) || isRouter(handle)) return this.#readAt(handle, layer, router, place, route);
    const mounted = this.#mountedBy(layer, place, said);
    if (mounted.length > 0) return mounted.flatMap((each) => this.#readAt(each, layer, router, place, route));
    if (name === MOUNTED_APPLICATION) this.#addUnread(route, 'an application');
    else if (name === FOLDER && paths !== undefined) {
      const cases = [...place.cases, isCaseSensitive(router)];
      for (const path of paths) {
        this.#addPath(folderHandlers(handle), router, { ...place, path: [...place.path, path], cases });
      }
    }
    // The middleware of the package `vhost`.
    else if (name === 'vhost') this.#unread.push({ route, mounted: name, dispatches: 'by host' });
    // A function at the root is the usual middleware, and one of four parameters takes errors alone.
    else if (!isRoot && said.length === 0 && property(handle, 'length') !== 4) {
      this.#addUnread(route, name === '<anonymous>' || name === '' ? 'a function' : `the function ${name}`);
    }
    return [];
  }

  /** What the application says is in a function: Express puts one around each mounted application. */
  #mountedBy(layer: UseLayer, { around }: Place, said: readonly Mount[]): readonly object[] {
    const isOfExpress = layer.name === MOUNTED_APPLICATION;
    if (layer.isRoot && !isOfExpress) return [];
    const children = this.#given.filter(
      (each) => parentOf(each) === around.at(-1) && mountPathOf(each).some((path) => isAt(layer, path)),
    );
    const mounted = [...(isOfExpress ? children : []), ...said.map(({ router }) => router)];
    return [...new Set(mounted)].filter((each) => !this.#met.has(each));
  }

  #readAt(mounted: object, layer: UseLayer, router: object, place: Place, route: string): readonly object[] {
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
      const cases = [...place.cases, isCaseSensitive(router)];
      const earlyParameters = earlyParametersOf(router, each, place, { path, cases });
      return this.#readRouter(mounted, { ...place, path, cases, earlyParameters, hiddenParameters });
    });
  }

  #addUnread(route: string, mounted: string): void {
    this.#unread.push({ route, mounted, dispatches: 'unknown' });
  }

  #addPath({ pattern, methods, takes, isFolder }: PathHandlers, router: object, place: Place): void {
    const path = [...place.path, pattern];
    const cases = [...place.cases, isCaseSensitive(router)];
    const before = place.before.flatMap((each) => {
      const mark = runsBefore(each, { path, cases }) ? markOf(each.handle, this.#verifier) : undefined;
      return mark ?? [];
    });
    const earlyParameters = earlyParametersOf(router, pattern, place, { path, cases });
    // Of a regular expression, it is not known whether a middleware at a path runs before it.
    const isPlain = path.every((part) => typeof part === 'string') || place.before.length === 0;
    for (const { method, handles } of methods) {
      const own = marksBeforeHandler(handles, this.#verifier);
      const marks = [...before, ...own.judging.filter((each) => fitsMount(each, place.path, place.isRooted))];
      // all() that only asks, in front of the handlers of single methods, answers nothing.
      if (method === 'ALL' && methods.length > 1 && handles.every((each) => markOf(each, this.#verifier)))
        continue;
      const isGuarded = marks.some(({ operation }) => operation === undefined);
      this.#routes.push({
        method,
        path,
        takes,
        isFolder,
        caseSensitive: isCaseSensitive(router),
        strict: property(router, 'strict') === true,
        router: place.root,
        host: undefined,
        around: place.around,
        operations: operationsOf(marks),
        passedOn: operationsOf(own.leading),
        earlyParameters: marks.length === 0 ? [] : earlyParameters,
        guarded: isGuarded || (own.isTooLate || (place.isWhole && isPlain) ? false : undefined),
        hiddenParameters: place.hiddenParameters,
      });
    }
  }
}

/** The name of the function that Express puts around a mounted application. */
const MOUNTED_APPLICATION = 'mounted_app';

/** A mount path that the router does not keep. It is not the root. */
const UNKNOWN = /./u;

function isCaseSensitive(router: object): boolean {
  return property(router, 'caseSensitive') === true;
}

function isAt(layer: UseLayer, path: PathPattern): boolean {
  if (layer.isRoot || path === '/') return layer.isRoot && path === '/';
  return typeof path === 'string' && layer.takes(sampleOf([path]));
}
