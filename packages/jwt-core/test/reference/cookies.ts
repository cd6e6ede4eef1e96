/** Cookies (RFC 6265 §4.2.1), one character at a time. */

const isOfName = (character: string): boolean => /[A-Za-z0-9!#$%&'*+.^_`|~-]/u.test(character);
const isBetween = (character: string): boolean => character === ';' || character === ',';

/**
 * Whatever in this line some server could take for the cookie: its value where it is written as the standard says, else
 * `undefined`.
 */
export function cookiesOf(line: string, name: string): readonly (string | undefined)[] {
  const found: (string | undefined)[] = [];
  let start = 0;
  while (start <= line.length) {
    const end = nextOf(line, start, (each) => each === ';');
    const piece = line.slice(start, end);
    const equals = piece.indexOf('=');
    const said = equals === -1 ? '' : piece.slice(0, equals);
    if (!said.includes(',') && bareName(said) === name) {
      const before = start === 0 ? '' : line.charAt(start - 1);
      const isStrict = start === 0 ? said === name : before === ';' && said === ` ${name}`;
      found.push(isStrict ? piece.slice(equals + 1) : undefined);
      start = end + 1;
    } else {
      start = nextOf(line, start, isBetween) + 1;
    }
  }
  return found;
}

/** The name without anything around it that no name can have. */
function bareName(said: string): string {
  const characters = Array.from(said);
  while (characters.length > 0 && !isOfName(characters[0] ?? '')) characters.shift();
  while (characters.length > 0 && !isOfName(characters.at(-1) ?? '')) characters.pop();
  return characters.join('');
}

function nextOf(line: string, start: number, isThere: (character: string) => boolean): number {
  for (let at = start; at < line.length; at += 1) if (isThere(line.charAt(at))) return at;
  return line.length;
}
