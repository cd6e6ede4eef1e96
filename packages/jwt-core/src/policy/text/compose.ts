/** Text → nodes of YAML: one document, in one pass, in a time that its length bounds. */

import { Composer, Lexer, Parser, type CST, type ErrorCode, type ParsedNode } from 'yaml';
import type { TextProblem } from './characters.js';
import { ReadingLimits } from './reading-limits.js';
import type { SyntaxFault } from './syntax.js';
import { turn } from '../../io/turn.js';

/** The document, where one could be read; what the parser complained of; and why it was stopped. */
export interface Composed {
  readonly contents: ParsedNode | null;
  readonly faults: readonly SyntaxFault[];
  readonly stop: TextProblem | undefined;
}

/** So many words take a few milliseconds at most. */
const WORDS_IN_A_TURN = 1000;

/** Reads YAML 1.2. */
export async function compose(text: string): Promise<Composed> {
  const parser = new Parser();
  const limits = new ReadingLimits(parser, text.length);
  const stream = new Stream();
  let offset = 0;
  let words = 0;
  for (const word of new Lexer().lex(text)) {
    for (const token of parser.next(word)) stream.take(token);
    const stop = limits.check(word, offset) ?? unclosedQuote(word, offset);
    if (stop !== undefined) return { contents: null, faults: stream.faults, stop };
    if (stream.isOver) return { contents: null, faults: stream.faults, stop };
    offset = parser.offset;
    words += 1;
    if (words % WORDS_IN_A_TURN === 0) await turn();
  }
  for (const token of parser.end()) stream.take(token);
  await turn();
  return { contents: stream.compose(), faults: stream.faults, stop: undefined };
}

/** The library tells of it at the end of the text, where nobody looks for it, and of `"a\"` not at all. */
function unclosedQuote(word: string, offset: number): TextProblem | undefined {
  const [quote] = word;
  if (quote === '"' ? endsWithQuote(word) : quote !== "'" || word.split("'").length % 2 === 1)
    return undefined;
  const escaped = quote === '"' ? String.raw`\"` : "''";
  return {
    offset,
    message: `This ${quote} is not closed. Inside the text, a ${quote} is written ${escaped}.`,
  };
}

function endsWithQuote(word: string): boolean {
  let backslashes = 0;
  while (word[word.length - 2 - backslashes] === '\\') backslashes += 1;
  return word.length > 1 && word.endsWith('"') && backslashes % 2 === 0;
}

/** Behind this many, nothing new is said. */
const MOST_FAULTS = 100;

const ENOUGH = new Error('There are too many faults to go on.');

/** What stands around the document: comments mean nothing here, all the rest is refused. */
class Stream {
  readonly faults: SyntaxFault[] = [];
  #document: CST.Document | undefined;
  #hasEnded = false;

  /** Nothing behind this place would be read. */
  get isOver(): boolean {
    return this.faults.length >= MOST_FAULTS;
  }

  take(token: CST.Token): void {
    if (token.type === 'directive') this.#fault(token, 'BAD_DIRECTIVE');
    if (token.type === 'error') this.#fault(token, 'UNEXPECTED_TOKEN', token.message);
    if (token.type === 'document') {
      if (this.#document === undefined) this.#document = token;
      else this.#fault(token, 'MULTIPLE_DOCS');
    }
    if (token.type === 'doc-end') {
      if (this.#document === undefined || this.#hasEnded) this.#fault(token, 'MULTIPLE_DOCS');
      this.#hasEnded = true;
      const junk = token.end?.find(({ type }) => !BLANK.has(type));
      if (junk !== undefined) this.#fault(junk, 'UNEXPECTED_TOKEN', 'at node end');
    }
  }

  /**
   * Its errors are objects with a stack each, thousands for a hostile text. So they are taken where they arise:
   * should the library change this place, they are in `errors` again.
   */
  compose(): ParsedNode | null {
    if (this.#document === undefined) return null;
    const composer = new Composer({ version: '1.2', schema: 'core', merge: false, uniqueKeys: false });
    composer['onError'] = (source: Source, code: ErrorCode, message: string, isWarning?: boolean): void => {
      if (this.isOver) throw ENOUGH;
      if (isWarning !== true) this.#fault(source, code, message);
    };
    try {
      for (const early of composer.next(this.#document)) return early.contents;
      for (const document of composer.end()) {
        for (const { pos, code, message } of document.errors) this.#fault(pos, code, message);
        return document.contents;
      }
    } catch (error) {
      if (error !== ENOUGH) throw error;
    }
    return null;
  }

  #fault(source: Source, code: ErrorCode, message = ''): void {
    this.faults.push({ offset: offsetOf(source), code, message });
  }
}

const BLANK: ReadonlySet<string> = new Set(['space', 'comment', 'newline']);

/** However the library says where. */
type Source = number | readonly number[] | { readonly offset: number };

function offsetOf(source: Source): number {
  if (typeof source === 'number') return source;
  return 'offset' in source ? source.offset : (source[0] ?? 0);
}
