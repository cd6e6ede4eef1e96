/** What the verifier is asked about. Facts as received: nothing is interpreted, joined or copied. */

/** What an HTTP request and a call have in common. */
interface RequestFacts {
  /** The path parameters, decoded, where a handler is bound to a named operation. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** The request's name in the application's log: for the decision event alone. */
  readonly requestId?: string | undefined;
  /**
   * The framework's own object for this request. What several decisions about one request share is kept on it, in a
   * private field: the verified token, and the operations, which must not contradict each other (`operation.conflict`).
   */
  readonly key?: object;
}

/** One HTTP request. */
export interface HttpRequest extends RequestFacts {
  readonly kind?: 'http';
  /** The HTTP method, as the router sees it (`GET`, `POST`, …). `HEAD` is judged as `GET`. */
  readonly method: string;
  /** The request-target as received (RFC 9112 §3.2): path and query, still percent-encoded. */
  readonly target: string;
  /** Name, value, name, value, … exactly as `IncomingMessage.rawHeaders` gives them: see {@link receivedHeaders}. */
  readonly rawHeaders: readonly string[];
  /** `false`: they come from a map, in which lines of one name are joined or lost. The decision event repeats it. */
  readonly duplicatesVisible?: boolean | undefined;
  /** Node's `server.maxHeadersCount`, where the application has set it: see {@link receivedHeaders}. */
  readonly maxHeadersCount?: number | undefined;
}

/**
 * What comes without an HTTP request of its own: a message of a WebSocket or of a queue, a subscription, a job. It has no
 * method, path or headers, so that its operation is named by the program.
 */
export interface CallRequest extends RequestFacts {
  readonly kind: 'call';
  /** The token that came with it, without a scheme; `undefined` where none came. */
  readonly token: string | undefined;
}

/** What a decision is about. */
export type AccessRequest = HttpRequest | CallRequest;

/** Whether this is a {@link CallRequest}. An inherited `kind` does not count: `Object.prototype` may be polluted. */
export function isCall(request: AccessRequest): request is CallRequest {
  return request.kind === 'call' && Object.hasOwn(request, 'kind');
}

/** A member that may be left out, read as an own member alone, for the same reason. */
export function ownMember<Name extends keyof RequestFacts>(
  request: AccessRequest,
  name: Name,
): AccessRequest[Name] | undefined {
  return Object.hasOwn(request, name) ? request[name] : undefined;
}
