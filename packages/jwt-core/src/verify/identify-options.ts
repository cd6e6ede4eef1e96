import { oneOf, readOptions, type OptionKinds } from '../options/read-options.js';

/** How authentication alone treats a request without credential. */
export interface IdentifyOptions {
  /** `optional`: such a request is anonymous. `required` (default): it is refused. A bad credential always is. */
  readonly auth?: 'required' | 'optional';
}

const IDENTIFY_OPTIONS: OptionKinds<IdentifyOptions> = { auth: oneOf('required', 'optional') };

/**
 * For adapters: reads these options once, when the middleware is made. Without any, there is nothing to read.
 *
 * @throws {@link ConfigurationError} for an option that is unknown or of a wrong type.
 */
export function readIdentifyOptions(options: IdentifyOptions | undefined): IdentifyOptions | undefined {
  return options === undefined ? undefined : readOptions('identify', options, IDENTIFY_OPTIONS);
}
