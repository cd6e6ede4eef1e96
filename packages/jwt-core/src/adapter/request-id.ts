/**
 * For adapters: by what name the application's log knows a request, as Fastify, `pino-http` and `express-request-id` leave
 * it in `id`. Nothing is read from a header: its value is the caller's.
 */
export function requestIdOf(request: object): string | undefined {
  const id: unknown = Object.hasOwn(request, 'id') ? Reflect.get(request, 'id') : undefined;
  return typeof id === 'number' ? String(id) : typeof id === 'string' ? id : undefined;
}
