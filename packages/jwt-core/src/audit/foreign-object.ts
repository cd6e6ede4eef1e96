/** Reads the objects of a framework whose form is not documented. */

/** Methods that distinguish `all()`, which registers every method that Node knows, from a list of methods. */
const OF_ALL = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** For adapters: whether a route has every method. */
export function isOfEveryMethod(has: (method: string) => boolean): boolean {
  return OF_ALL.every(has);
}

/** For adapters: whether a value has properties. */
export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** For adapters: a property of an object whose form is not known. */
export function property(of: object, name: string): unknown {
  return Reflect.get(of, name);
}
