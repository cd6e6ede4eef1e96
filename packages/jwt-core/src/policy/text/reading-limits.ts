/** What a text may cost, judged while the YAML parser takes it word by word, before anything is composed. */

import type { Parser } from 'yaml';
import type { TextProblem } from './characters.js';

/**
 * Far above what a policy document may nest, far below what the stack bears. The parser recurses: where its stack
 * overflows inside a regular expression, V8 ends the process, and nothing can catch that.
 */
const DEEPEST_TEXT = 100;

/** Anchors, aliases and tags are refused one by one; behind this many, it is enough. */
const MOST_DECORATIONS = 100;

/** A word costs far more than its characters, so a text of single signs would take longer than any real one. */
const WORDS = { always: 5_000, perCharacter: 0.6 } as const;

/** To fold the lines of a text, the parser's regular expression tries every blank with every character. */
const MOST_FOLDING = 250_000;

/** For every comment, the parser looks through the empty lines before it again. */
const MOST_BLANKS = 500_000;

const NO_DECORATION =
  'A policy document has no anchors (&name), aliases (*name) and tags (!name): quote a text that starts so.';

/** Looks at each word of a text, as the lexer splits it, right after the parser took it. */
export class ReadingLimits {
  readonly #parser: Parser;
  readonly #mostWords: number;
  #words = 0;
  #decorations = 0;
  #blanks = 0;
  #blanksRead = 0;
  #isInComments = false;

  constructor(parser: Parser, textLength: number) {
    this.#parser = parser;
    this.#mostWords = WORDS.always + WORDS.perCharacter * textLength;
  }

  /** Why the parser should not go on behind this word. */
  check(word: string, offset: number): TextProblem | undefined {
    this.#words += 1;
    const refuse = (message: string, at = offset): TextProblem => ({ offset: at, message });
    if (this.#words > this.#mostWords)
      return refuse('This is far more signs than words: no policy document looks like that.');
    if (this.#parser.stack.length > DEEPEST_TEXT)
      return refuse('This is nested too deeply to be a policy document.');
    switch (word[0]) {
      case '&':
      case '*':
      case '!':
        this.#decorations += 1;
        return this.#decorations > MOST_DECORATIONS ? refuse(NO_DECORATION) : undefined;
      case ':':
        return wrongKey(this.#parser);
      default:
        if (this.#countBlanks(word) > MOST_BLANKS)
          return refuse('There are too many empty lines before these comments.');
        return foldingOf(word) > MOST_FOLDING
          ? refuse('The last line of this text is indented too far: write the text on one line.')
          : undefined;
    }
  }

  #countBlanks(word: string): number {
    if (word.startsWith('#')) {
      this.#isInComments = true;
      this.#blanksRead += this.#blanks;
    } else if (/^\s+$/u.test(word)) {
      if (!this.#isInComments) this.#blanks += 1;
    } else {
      this.#isInComments = false;
      this.#blanks = 0;
    }
    return this.#blanksRead;
  }
}

/** A collection as key: the library would walk through all that is in it, at every level again. */
function wrongKey(parser: Parser): TextProblem | undefined {
  const top = parser.stack.at(-1);
  if (top?.type !== 'block-map' && top?.type !== 'flow-collection') return undefined;
  const key = top.items.at(-1)?.key;
  if (key?.type !== 'flow-collection' && key?.type !== 'block-map' && key?.type !== 'block-seq')
    return undefined;
  // `[{ … } { a: b }]`: what lacks its comma is taken for a part of the key.
  const next = 'end' in key ? key.end.slice(1).find(({ source }) => !/^\s*$|^#/u.test(source)) : undefined;
  return next === undefined || next.source === ':'
    ? { offset: key.offset, message: 'A key is a text, never a list or a mapping.' }
    : { offset: next.offset, message: 'Expected "," before this.' };
}

function foldingOf(word: string): number {
  const end = word.lastIndexOf('\n') + 1;
  if (end === 0 || word.startsWith('"')) return 0;
  let blanks = 0;
  while (word[end + blanks] === ' ' || word[end + blanks] === '\t') blanks += 1;
  return blanks * (word.length - end);
}
