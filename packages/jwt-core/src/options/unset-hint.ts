/** The usual cause where a value is missing. */
export const UNSET_HINT: string = ' Is an environment variable unset?';
