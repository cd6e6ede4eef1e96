/** What an adapter reads from its framework's router, in one form for all of them. */

/** One method of one route, as the router has it. Listed in the order in which the router prefers its routes. */
export interface RouterRoute {
  /** In upper case; `ALL` for a handler of every method. */
  readonly method: string;
  /** The patterns of the mount paths, outermost first, and of the route itself. */
  readonly path: readonly (string | RegExp)[];
  /** Whether the route's own pattern takes a path below its mount paths; left out where the router cannot be asked. */
  readonly takes?: (path: string) => boolean;
  /** Whether it passes on what it has nothing for, as a folder of files does: it hides no other route. */
  readonly isFolder?: boolean;
  /** Whether the router distinguishes `/Orders` from `/orders`. */
  readonly caseSensitive: boolean;
  /** Whether the router distinguishes `/orders/` from `/orders`. */
  readonly strict: boolean;
  /** Which of the audited routers it belongs to: what one router prefers says nothing about another. */
  readonly router: number;
  /** The routers that lead to it inside the audited one, with both ends, outermost first. */
  readonly around: readonly object[];
  /** What the router compares the `Host` with, where it does. */
  readonly host: string | undefined;
  /** The operations whose middleware runs on this route. */
  readonly operations: readonly string[];
  /** Those of them that also judge what a function of this route passes on to a later route. */
  readonly passedOn: readonly string[];
  /** Whether `guard()` runs before it; `undefined` where the adapter cannot see that. */
  readonly guarded: boolean | undefined;
  /**
   * The parameters with a handler (`param()`) that runs before the first middleware of ours, where there is one. Routers
   * run them when a path has matched, before the middleware of the route.
   */
  readonly earlyParameters: readonly string[];
  /** The parameters of mount paths that its middleware does not get to see. */
  readonly hiddenParameters: readonly string[];
}

/** A place where requests leave what an adapter can read. */
export interface UnreadMount {
  /** Such as `USE /admin`. */
  readonly route: string;
  /** What is mounted there, such as `an application`. */
  readonly mounted: string;
  /** Whether it is known to choose by the `Host` of the request. */
  readonly dispatches: 'by host' | 'unknown';
}

/** All that an adapter found. */
export interface RouterContents {
  readonly routes: readonly RouterRoute[];
  readonly unread: readonly UnreadMount[];
}
