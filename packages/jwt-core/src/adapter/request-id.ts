/**
 * The name of a request in the application's log, as Fastify, `pino-http` and `express-request-id` leave it in `id`.
 * Headers are not read: the caller chooses their values.
 */
export function requestIdOf(request: object): string | undefined {
  const id: unknown = Object.hasOwn(request, 'id') ? Reflect.get(request, 'id') : undefined;
  return typeof id === 'number' ? String(id) : typeof id === 'string' ? id : undefined;
}
