/** Whether an environment is the one that counts. */
export function isProduction(environment: string | undefined): boolean {
  return environment !== undefined && /^(?:prod|production|live)\b/iu.test(environment);
}
