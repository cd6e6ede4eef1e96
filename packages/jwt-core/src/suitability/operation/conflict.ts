import { deny, type Denial } from '../../decision/denial.js';

/** Which operation a request was judged as, and how that was found. */
export interface OperationClaim {
  readonly operation: string;
  /** By method and path, not by a name that the program gave. */
  readonly isByRoute: boolean;
}

/** Denies a request that was judged as another operation before: one token would open two. */
export function denyConflict(operation: string, earlier: OperationClaim): Denial {
  const how = earlier.isByRoute ? 'found by method and path' : 'named by the program';
  return deny('operation.conflict', { expected: `${earlier.operation}, ${how}`, actual: operation });
}
