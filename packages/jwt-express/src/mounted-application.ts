/** Where an application is in another one, as Express keeps it. */

import { property } from '@org/jwt-core/adapter';
import { isApplication, type PathPattern } from './router-stack.js';

export function parentOf(app: object): object | undefined {
  const parent = isApplication(app) ? property(app, 'parent') : undefined;
  return isApplication(parent) ? parent : undefined;
}

/** The mount paths of an application in its parent. Express calls the property public. */
export function mountPathOf(app: object): readonly PathPattern[] {
  const path = property(app, 'mountpath');
  return [path].flat(Infinity).filter((each) => typeof each === 'string' || each instanceof RegExp);
}

/** Every way from the outermost application to this one. */
export function mountPathsOf(app: object): readonly (readonly PathPattern[])[] {
  const parent = parentOf(app);
  if (parent === undefined) return [[]];
  return mountPathsOf(parent).flatMap((path) => mountPathOf(app).map((each) => [...path, each]));
}
