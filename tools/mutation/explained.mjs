// Which faults are explained: equivalents.mjs names them by their line and by what becomes of it.
import { EQUIVALENTS } from './equivalents.mjs';

/** A fault in words: its line, what is changed, and into what. */
export function describeMutant({ mutatorName, replacement, location: { start, end } }, lines) {
  return {
    mutatorName,
    line: lines[start.line - 1].trim(),
    text: start.line === end.line ? lines[start.line - 1].slice(start.column - 1, end.column - 1) : '{…}',
    replacement: replacement.includes('\n') ? '{…}' : replacement,
  };
}

/** Why no test could notice it. */
export function reasonOf(file, { line, text, replacement }) {
  return EQUIVALENTS.find(
    (each) =>
      file.endsWith(each.file) &&
      line.includes(each.line) &&
      text === each.text &&
      each.into.includes(replacement),
  )?.reason;
}
