import type { Request } from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What is read and written of an Express request, for any type of route parameters. */
export type RoutedRequest<Params = unknown> = IncomingMessage &
  Pick<Request, 'method' | 'url' | 'baseUrl' | 'originalUrl'> & {
    readonly params: Params & object;
    /** The route that was chosen last. */
    readonly route?: unknown;
  };

/** One request and its response. */
export interface Exchange {
  readonly req: RoutedRequest;
  readonly res: ServerResponse;
}
