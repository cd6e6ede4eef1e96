/** What an audit can find, and what to do about it. */

/**
 * One finding. `route` is written as the router has it (`GET /orders/:id`), `template` as the policy has it
 * (`GET /orders/{id}`), and `advice` says what to do.
 */
export type AuditFinding = Found & { readonly advice: string };

/** What kind of finding it is. Stable; the sentences are not. */
export type AuditFindingKind = Found['kind'];

/** A finding before its advice is added. */
export type Found =
  /** The router is empty: a comparison with it would find nothing wrong. */
  | { readonly kind: 'no-routes' }
  /** Neither `operation(name)` nor a `guard()` that fits its mount path runs before the handler: the route is open. */
  | { readonly kind: 'not-guarded'; readonly route: string; readonly operation: string | undefined }
  /** `param()` acts on these parameters before the request is judged. */
  | { readonly kind: 'parameter-handler'; readonly route: string; readonly parameters: readonly string[] }
  /** `guard()` takes paths of this route for those of an operation that has, or should have, a route of its own. */
  | {
      readonly kind: 'judged-as-another';
      readonly route: string;
      readonly operation: string;
      readonly template: string;
    }
  /** `operation(name)` is bound to a route for which the policy has another operation, or none. */
  | {
      readonly kind: 'other-operation';
      readonly route: string;
      readonly operation: string;
      readonly byPath: string | undefined;
    }
  /** `all()` on a route whose operation is for one method. */
  | { readonly kind: 'more-methods'; readonly route: string; readonly operations: readonly string[] }
  /** The policy reads a parameter that the route does not have, has elsewhere, or does not see. */
  | {
      readonly kind: 'parameter-name';
      readonly route: string;
      readonly operation: string;
      readonly parameter: string;
    }
  /** The `Host` of the request chooses the route, and `guard()` knows of paths only. */
  | { readonly kind: 'host-bound'; readonly route: string; readonly host: string | undefined }
  /** Two of the audited routers have the route, and the path does not say which one runs. */
  | { readonly kind: 'shared-path'; readonly route: string; readonly other: string }
  /** A group, a regular expression or a wildcard in the middle, where the path decides about the operation. */
  | { readonly kind: 'not-comparable'; readonly route: string }
  /** What is mounted there may have routes that the audit has not seen. */
  | { readonly kind: 'not-readable'; readonly route: string; readonly mounted: string }
  /** The policy has no operation for it. */
  | { readonly kind: 'route-without-operation'; readonly route: string }
  /** No route is bound to it, and none has its template. */
  | {
      readonly kind: 'operation-without-route';
      readonly operation: string;
      readonly template: string | undefined;
    }
  /** An earlier route takes all paths of this one. */
  | { readonly kind: 'unreachable-route'; readonly route: string; readonly by: string };

/** Every kind in words, in the order of the report: what may be open comes first. */
export const KINDS: Readonly<Record<AuditFindingKind, { readonly title: string; readonly advice: string }>> =
  {
    'no-routes': {
      title: 'No routes',
      advice: 'Audit after the routes are added, and pass the router that has them.',
    },
    'not-guarded': {
      title: 'Open routes',
      advice:
        'No operation(name), and no guard() that is where its mountPath says, runs before their handler. Put guard() before ' +
        'every route, or operation(name) in front of the handler. Files that are public may come before guard(): give the ' +
        'policy a public operation for them, such as GET /assets/{path...}, or name them in except.',
    },
    'parameter-handler': {
      title: 'Routes whose param() acts before the request is judged',
      advice:
        'A router runs param() before the middleware of the route. Put guard() in front, in a use(), or load what the ' +
        'parameter names in a middleware after operation(name).',
    },
    'judged-as-another': {
      title: 'Routes that guard() takes for another operation',
      advice:
        'The policy cannot have a route: for both. Bind each with operation(name) and leave route: out, or change a path.',
    },
    'other-operation': {
      title: 'Routes bound to an operation that the policy has for another route',
      advice: 'Bind the operation that the policy has for this path, or correct its route: in the policy.',
    },
    'more-methods': {
      title: 'Routes of more methods than their operation has',
      advice: 'Write get(), post() and so on in place of all().',
    },
    'parameter-name': {
      title: 'Routes whose parameters are not those of the policy',
      advice:
        'Name the parameter as in the policy, at the same place. A sub-router of Express sees those of its mount path ' +
        'only with mergeParams: true.',
    },
    'host-bound': {
      title: 'Routes chosen by host',
      advice: 'A route: says nothing about hosts. Bind each of these with operation(name).',
    },
    'shared-path': {
      title: 'Routes that two routers have',
      advice: 'The path does not say which of them runs. Bind each with operation(name).',
    },
    'not-comparable': {
      title: 'Routes that cannot be compared',
      advice:
        'Write them with literal segments, :parameters and a wildcard at the end, or bind an operation that has no route: in the policy.',
    },
    'not-readable': {
      title: 'Mounts that cannot be read',
      advice:
        'Pass the router or application in there to audit(), say in mounts where it is, or name it in except.',
    },
    'route-without-operation': {
      title: 'Routes without an operation',
      advice:
        'guard() denies them; where it does not run, they are open. Add an operation, or remove the route.',
    },
    'operation-without-route': {
      title: 'Operations without a route',
      advice: 'Correct route: in the policy, bind the operation to its route, or remove it.',
    },
    'unreachable-route': {
      title: 'Routes that an earlier one hides',
      advice: 'They run only where the earlier one passes the request on. Change the order, or remove them.',
    },
  };
