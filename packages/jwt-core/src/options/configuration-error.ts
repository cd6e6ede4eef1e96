/** A mistake in how the library is called, found at start. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
