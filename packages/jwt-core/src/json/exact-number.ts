/**
 * Numbers that cannot be held exactly: JSON has numbers of any length (RFC 8259 §6), a JavaScript number has 53 bits. Two
 * tokens that name two accounts would name one.
 */

/** A text without such a sequence has no number that can be inexact: at most 15 digits, and no exponent. */
const SUSPICIOUS = /[\d.]{16}|\d[eE][+-]?\d/u;

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[{}[\]:]/gu;

/**
 * The top-level member that holds the first number which is read as another one; `undefined` where there is none. The text
 * is a JSON object.
 */
export function inexactMember(text: string): string | undefined {
  if (!SUSPICIOUS.test(text)) return undefined;
  let depth = 0;
  let last = '';
  let member = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (token === ':') member = depth === 1 ? last : member;
    else if (token.startsWith('"')) last = token;
    else if (!isExact(token)) return JSON.parse(member) as string;
  }
  return undefined;
}

/** Whether the number, written as short as it can be, is the one that was written. */
function isExact(number: string): boolean {
  return decimalOf(number) === decimalOf(String(Number(number)));
}

/** One spelling for each decimal number without its sign: its digits without zeros at the ends, and a power of ten. */
function decimalOf(number: string): string {
  const [mantissa = '', power = '0'] = number.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = `${whole}${fraction}`.replace(/^0+/u, '');
  const significant = digits.replace(/0+$/u, '');
  const exponent = Number(power) - fraction.length + digits.length - significant.length;
  return significant === '' ? '0' : `${significant}e${String(exponent)}`;
}
