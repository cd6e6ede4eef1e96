/** Paths as other routers and frameworks write them. They look like ours, and read as ours they would never match. */

/** What a path says in the language of another router, as a sentence that says what to write; `undefined` for ours. */
export function describeForeignPath(method: string, path: string): string | undefined {
  if (path.includes('{/')) return NO_OPTIONAL;
  const texts = path.split('/');
  const written = texts.map((text, index) => translate(text, index === texts.length - 1));
  for (const [index, text] of texts.entries()) {
    if (written[index] === undefined) return describeSegment(text);
  }
  const route = written.join('/');
  if (route === path) return undefined;
  const end = texts.at(-1) ?? '';
  const said = written.at(-1) === end || nameOfMany(end) === undefined ? PARAMETER : WILDCARD;
  return `${said}: write "${method} ${route}" for "${method} ${path}".`;
}

const PARAMETER = 'A parameter is written {id}';
const WILDCARD = 'A wildcard is written {path...}, as the last segment, and takes one segment or more';
const NO_OPTIONAL = 'No part of a route is optional: write two operations, one with it and one without it.';

/** A segment in our language: as it is, or with the name of its parameter; `undefined` where we have nothing like it. */
function translate(text: string, isLast: boolean): string | undefined {
  if (!FOREIGN.test(text) || OURS.test(text)) return text;
  const many = nameOfMany(text);
  if (many !== undefined) return isLast ? `{${many}...}` : undefined;
  if (text.includes('*') || OPTIONAL.test(text)) return undefined;
  const name = capture(PARAMETERS, text);
  return name === undefined ? undefined : `{${name}}`;
}

/** The name of what takes any number of segments, or one that fits where it has none; `undefined` for all else. */
function nameOfMany(text: string): string | undefined {
  if (/^(?:\*{1,2}|\(\.?[*+]\)|\{\*{1,2}\})$/u.test(text)) return 'path';
  return capture(MANY, text);
}

function capture(patterns: readonly RegExp[], text: string): string | undefined {
  const name = patterns.map((pattern) => pattern.exec(text)?.[1]).find((each) => each !== undefined);
  return name?.replaceAll('-', '_');
}

function describeSegment(text: string): string {
  if (nameOfMany(text) !== undefined || text.includes('*')) {
    return `There are no wildcards but {path...}, which is the whole last segment of a route; found "${text}". Write a route for each number of segments, or bind the handlers with operation(name).`;
  }
  if (OPTIONAL.test(text)) return NO_OPTIONAL;
  if (/[?#]/u.test(text) && !/[{}<>[\]]|^[:(]/u.test(text)) {
    return `A route is METHOD /path without a query, found "${text}": it is not a canonical path.`;
  }
  return `Expected a whole segment as parameter, such as {id}, with a name of letters, digits and "_" that starts with a letter; found "${text}".`;
}

const OURS = /^\{[A-Za-z]\w*\}$/u;

/** A colon inside of a segment is a literal (`/orders:search`), as are parentheses (`/Orders(1)`). */
const FOREIGN = /[{}<>[\]*?#]|^[:(]/u;

/** One segment that has a name: `:id`, `:id(\\d+)`, `{id:int}`, `{order-id}`, `<id>`, `<int:id>`, `[id]`. */
const PARAMETERS = [
  /^:([A-Za-z]\w*)(?:\(.*\))?$/u,
  /^\{([A-Za-z][\w-]*)(?:[:=].*)?\}$/u,
  /^<(?:\w+:)?([A-Za-z][\w-]*)>$/u,
  /^\[([A-Za-z][\w-]*)\]$/u,
];

/** Any number of segments: `*path`, `:path*`, `:path+`, `:path(.*)`, `{*path}`, `{path...}`, `{proxy+}`, `[...path]`. */
const MANY = [
  /^\*{1,2}([A-Za-z]\w*)$/u,
  /^:([A-Za-z]\w*)(?:[*+]|\(\.?[*+]\)[*+]?)$/u,
  /^\{(?:\*{1,2}|\+)([A-Za-z]\w*)\}$/u,
  /^\{([A-Za-z]\w*)(?:\.\.\.|\*\d*|\+|=\*\*|:path|:\.[*+])\}$/u,
  /^\[{1,2}\.\.\.([A-Za-z][\w-]*)\]{1,2}$/u,
  /^<path:([A-Za-z][\w-]*)>$/u,
];

/** `:id?`, `{id?}`, `(id)?`, `[[id]]`, `{:id}`. */
const OPTIONAL = /^[:{(<[].*\?[})\]>]?$|^\[\[|^\{:/u;
