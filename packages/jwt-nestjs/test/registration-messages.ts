/** Why an application does not start. */

export const NO_OPTIONS =
  /JwtPolicyModule is imported without options.*JwtPolicyModule\.forRoot\(.*forRootAsync\(/su;
export const SCOPED = /request-scoped or durable/u;
export const LAZY = /JwtPolicyModule is loaded lazily/u;
export const UNMARKED = /write @Operation/u;
export const TWICE = /imported with options more than once/u;
export const UNREGISTERED = /not among the application's global guards/u;
export const UNGUARDED = /@Operation\(\).*JwtPolicyModule\.forRoot\(/su;
export const NOT_A_VERIFIER = /JwtPolicyModule: expected .*createVerifier\(\)/u;

export function either(...messages: readonly RegExp[]): RegExp {
  return new RegExp(messages.map(({ source }) => source).join('|'), 'su');
}
