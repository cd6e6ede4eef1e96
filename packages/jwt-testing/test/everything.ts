import { inspect } from 'node:util';

/** Every text form of a value: inspected in full depth, as JSON, and as an error with its stack. */
export function everything(value: unknown): string {
  const shown = inspect(value, {
    depth: null,
    showHidden: true,
    getters: true,
    maxArrayLength: null,
    maxStringLength: null,
  });
  const written = (JSON.stringify(value) as string | undefined) ?? '';
  return `${shown}\n${written}\n${value instanceof Error ? `${String(value)}\n${value.stack ?? ''}` : ''}`;
}
