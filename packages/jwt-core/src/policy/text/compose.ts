/** Text → YAML nodes, by the public parts of `yaml`: in pieces, and within limits of depth and size. */

import { Composer, Lexer, Parser, type CST, type ParsedNode } from 'yaml';
import { turn } from '../../io/turn.js';
import { faultsOf, sentenceOf, type Fault } from './syntax.js';

/** The parser recurses, and V8 ends the process where the stack overflows inside one of its regular expressions. */
const MAX_PARSER_DEPTH = 100;
/** As the lexer counts them. A policy of 1 MB has fewer than 400,000; of single signs, three times as many would fit. */
const MAX_WORDS = 500_000;
/** For every comment, the parser looks through the empty lines before it again. */
const MAX_EMPTY_LINES = 1000;
/** They take a few milliseconds; then other work has its turn. */
const WORDS_PER_TURN = 1000;

/** The root, if there is one that can be read; and what is wrong, in the order of the text. */
export interface Composed {
  readonly contents: ParsedNode | null;
  readonly faults: readonly Fault[];
}

/** Reads one document of YAML 1.2. What takes longest, errors alone, takes a second for 64 KB and ten for 1 MB. */
export async function compose(text: string): Promise<Composed> {
  const tokens: CST.Token[] = [];
  const stop = (await tokenize(text, tokens)) ?? removeSurplus(tokens);
  await turn();
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    resolveKnownTags: false,
    uniqueKeys: false,
  });
  const documents = tokens.flatMap((token) => [...composer.next(token)]);
  const [document] = [...documents, ...composer.end(true, text.length)];
  const { faults, isBroken } = faultsOf(document?.errors ?? [], text);
  if (isBroken) return { contents: null, faults };
  return stop === undefined
    ? { contents: document?.contents ?? null, faults }
    : { contents: null, faults: [...faults, stop] };
}

/** Fills the list of tokens. Returns why the end of the text was not reached. */
async function tokenize(text: string, tokens: CST.Token[]): Promise<Fault | undefined> {
  const parser = new Parser();
  let [words, emptyLines] = [0, 0];
  for (const word of new Lexer().lex(text)) {
    const { offset } = parser;
    for (const token of parser.next(word)) tokens.push(token);
    words += 1;
    emptyLines = word.trim() === '' ? emptyLines + 1 : 0;
    const message = limitOf(parser.stack.length, words, emptyLines) ?? openQuote(word);
    if (message !== undefined) return { offset, message };
    if (tokens.at(-1)?.type === 'error') break; // what follows it means nothing
    if (words % WORDS_PER_TURN === 0) await turn();
  }
  for (const token of parser.end()) tokens.push(token);
  return undefined;
}

/** Removes a directive, or what follows the document, and all after it. Returns what is wrong with it. */
function removeSurplus(tokens: CST.Token[]): Fault | undefined {
  const at = tokens.findIndex(({ type }, index) => {
    const isSingle = type === 'document' || type === 'doc-end';
    return type === 'directive' || (isSingle && tokens.findIndex((other) => other.type === type) < index);
  });
  const [surplus] = at === -1 ? [] : tokens.splice(at);
  const code = surplus?.type === 'directive' ? 'BAD_DIRECTIVE' : 'MULTIPLE_DOCS';
  return surplus && { offset: surplus.offset, message: sentenceOf(code) };
}

function limitOf(depth: number, words: number, emptyLines: number): string | undefined {
  if (depth > MAX_PARSER_DEPTH) return 'This is nested too deeply to be a policy document.';
  if (words > MAX_WORDS) return `A policy document has at most ${String(MAX_WORDS)} words and signs.`;
  if (emptyLines <= MAX_EMPTY_LINES) return undefined;
  return `There are more than ${String(MAX_EMPTY_LINES)} empty lines here: remove them.`;
}

/** The library reports it at the end of the text, and `"a\"` not at all. */
function openQuote(word: string): string | undefined {
  const [quote = ''] = word;
  if (quote !== '"' && quote !== "'") return undefined;
  const [escape, escaped] = quote === '"' ? [/\\[^]/gu, String.raw`\"`] : [/''/gu, "''"];
  if (word.slice(1).replace(escape, '').endsWith(quote)) return undefined;
  return `This ${quote} is not closed. Inside the text, a ${quote} is written ${escaped}.`;
}
