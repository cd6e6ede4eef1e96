// Writes what `require` gets of a package: for each entry point that has the condition, a file of one line that loads
// the ES module, and declarations that say the same of it. There is one copy of the code, and of each type:
// the declarations lead to those of the ES module, because a class with private members is equal to itself alone.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

const [dir] = process.argv.slice(2);
const { exports } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
const entries = Object.values(exports).filter((entry) => entry.require);
const program = ts.createProgram(
  entries.map(({ types }) => join(dir, types)),
  { module: ts.ModuleKind.NodeNext, noLib: true, types: [] },
);
const checker = program.getTypeChecker();

for (const { require, types, default: esm } of entries) {
  const specifier = `./${basename(esm)}`;
  const source = program.getSourceFile(join(dir, types));
  const values = checker.getExportsOfModule(checker.getSymbolAtLocation(source)).flatMap(declare);
  writeFileSync(join(dir, require.default), `'use strict';\nmodule.exports = require('${specifier}');\n`);
  writeFileSync(
    join(dir, require.types),
    [
      `import type * as esm from '${specifier}' with { 'resolution-mode': 'import' };`,
      `export type * from '${specifier}' with { 'resolution-mode': 'import' };`,
      ...values,
      '',
    ].join('\n'),
  );
}

/** The declarations of a value. `export type *` has all else. */
function declare(symbol) {
  if (symbol.declarations.some(ts.isTypeOnlyExportDeclaration)) return [];
  const { name } = symbol;
  const { flags, declarations = [] } =
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const [declaration] = declarations;
  if (declaration && !(flags & ts.SymbolFlags.Value)) return [];
  const isKnown = declarations.every(
    (each) => ts.isFunctionDeclaration(each) || ts.isVariableDeclaration(each) || ts.isClassDeclaration(each),
  );
  if (!declaration || !isKnown) throw new Error(`${name}: expected a function, a constant or a class`);
  const value = `${commentOf(declaration)}export declare const ${name}: typeof esm.${name};`;
  return ts.isClassDeclaration(declaration) ? [value, typeOf(declaration, name)] : [value];
}

/** The type of a class's instances. */
function typeOf({ typeParameters = [] }, name) {
  const list = (texts) => (texts.length === 0 ? '' : `<${texts.join(', ')}>`);
  const parameters = list(typeParameters.map((each) => each.getText()));
  return `export type ${name}${parameters} = esm.${name}${list(typeParameters.map((each) => each.name.text))};`;
}

/** What an editor shows of it. */
function commentOf(declaration) {
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const comment = ts.getJSDocCommentsAndTags(statement).findLast(ts.isJSDoc);
  return comment ? `${comment.getText()}\n` : '';
}
