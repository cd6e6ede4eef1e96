/** What the command ends with. The same for all commands. */
export const EXIT = {
  /** The answer is yes: no findings, all tests passed, allowed. */
  ok: 0,
  /** The answer is no: findings, a failed test, a denied token, a policy that widened. */
  no: 1,
  /** There is no answer: wrong arguments, a file that cannot be read, a policy that does not load. */
  unusable: 2,
} as const;

/** See {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Something that the person at the terminal can mend. Printed without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
