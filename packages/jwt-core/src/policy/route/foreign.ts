/** Paths as other routers and frameworks write them. They look like ours, and read as ours they would never match. */

/** What a path says in the language of another router, as a sentence that says what to write; `undefined` for ours. */
export function describeForeignPath(method: string, path: string): string | undefined {
  if (path.includes('{/')) return NO_OPTIONAL;
  const texts = path.split('/');
  const written = texts.map(translate);
  for (const [index, text] of texts.entries()) {
    const translated = written[index];
    if (translated === undefined) return describeSegment(text);
  }
  const route = written.join('/');
  return route === path
    ? undefined
    : `A parameter is written {id}: write "${method} ${route}" for "${method} ${path}".`;
}

const NO_OPTIONAL = 'No part of a route is optional: write two operations, one with it and one without it.';

/** A segment in our language: as it is, or with the name of its parameter; `undefined` where we have nothing like it. */
function translate(text: string): string | undefined {
  if (!FOREIGN.test(text) || OURS.test(text)) return text;
  if (MANY.test(text) || OPTIONAL.test(text)) return undefined;
  const name = PARAMETERS.map((pattern) => pattern.exec(text)?.[1]).find((each) => each !== undefined);
  return name === undefined ? undefined : `{${name.replaceAll('-', '_')}}`;
}

function describeSegment(text: string): string {
  if (MANY.test(text)) {
    return `There are no wildcards, found "${text}": a parameter, such as {id}, takes one segment. Write a route for each number of segments, or bind the handlers with operation(name).`;
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

/** Any number of segments: `*`, `*path`, `:path*`, `:path+`, `(.*)`, `{*path}`, `{path...}`, `{proxy+}`, `[...path]`. */
const MANY = new RegExp(
  [
    String.raw`^\*`,
    String.raw`\*$`,
    String.raw`^:\w+\+$`,
    String.raw`^(?::\w+)?\(\.[*+]\)`,
    String.raw`^[[<{]+(?:\.\.\.|\*|\+)`,
    String.raw`^\{\w+(?:\.\.\.|\*|\+|=\*\*|:path|:\.[*+])\}$`,
    String.raw`^<path:`,
  ].join('|'),
  'u',
);

/** `:id?`, `{id?}`, `(id)?`, `[[id]]`. */
const OPTIONAL = /^[:{(<[].*\?[})\]>]?$|^\[\[/u;
