/** Puts the comments of the types of the document into the JSON Schema, where editors show them. */

import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** A JSON Schema that is being made. */
export type JsonSchema = Record<string, unknown>;

const SOURCES = [
  '../src/policy/document/document.ts',
  '../src/jose/jwk.ts',
  '../src/request/principal.ts',
].map((path) =>
  ts.createSourceFile(
    path,
    readFileSync(new URL(path, import.meta.url), 'utf8'),
    ts.ScriptTarget.ESNext,
    true,
  ),
);

type Declaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

const DECLARATIONS: ReadonlyMap<string, Declaration> = new Map(
  SOURCES.flatMap(({ statements }) => [...statements])
    .filter((statement) => ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
    .map((statement) => [statement.name.text, statement]),
);

function declarationOf(name: string): Declaration {
  const declaration = DECLARATIONS.get(name);
  if (declaration === undefined) throw new Error(`The document has no type ${name}.`);
  return declaration;
}

/** Describes a schema, and whatever is under it, in the words of the type of this name. */
export function describeSchema(root: JsonSchema, name: string): void {
  const definitions = root['definitions'] as Readonly<Record<string, JsonSchema>>;
  const done = new Set<JsonSchema>();

  const visit = (schema: JsonSchema, type: ts.TypeNode): void => {
    if (ts.isTypeReferenceNode(type)) return visitReference(schema, type);
    if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) return visit(schema, type.type);
    if (ts.isArrayTypeNode(type)) return child(schema, 'items', type.elementType);
    if (ts.isTypeLiteralNode(type)) return visitMembers(schema, type.members);
    if (!ts.isUnionTypeNode(type)) return;
    const options = (schema['anyOf'] ?? []) as readonly JsonSchema[];
    for (const each of type.types) {
      for (const option of options) if (isList(each) || option['type'] !== 'array') visit(option, each);
    }
  };

  const visitReference = (schema: JsonSchema, type: ts.TypeReferenceNode): void => {
    const reference = type.typeName.getText();
    const [first, second] = type.typeArguments ?? [];
    if (reference === 'Readonly' && first !== undefined) return visit(schema, first);
    if (reference === 'Record' && second !== undefined) return child(schema, 'additionalProperties', second);
    const declaration = DECLARATIONS.get(reference);
    if (declaration !== undefined) visitDeclaration(schema, declaration);
  };

  const visitDeclaration = (schema: JsonSchema, declaration: Declaration): void => {
    const target = resolve(schema);
    if (target['description'] === undefined) describe(schema, declaration);
    if (done.has(target)) return;
    if (target !== schema) done.add(target);
    if (ts.isTypeAliasDeclaration(declaration)) return visit(target, declaration.type);
    visitMembers(target, declaration.members);
    for (const parent of declaration.heritageClauses?.flatMap(({ types }) => types) ?? []) {
      const inherited = DECLARATIONS.get(parent.expression.getText());
      if (inherited !== undefined) visitDeclaration(target, inherited);
    }
  };

  const visitMembers = (schema: JsonSchema, members: Iterable<ts.TypeElement>): void => {
    const properties = schema['properties'] as Readonly<Record<string, JsonSchema>> | undefined;
    for (const member of members) {
      const property = properties?.[member.name?.getText() ?? ''];
      if (property === undefined || !ts.isPropertySignature(member) || member.type === undefined) continue;
      describe(property, member); // a member's own words come before those of its type
      visit(property, member.type);
    }
  };

  const child = (schema: JsonSchema, keyword: string, type: ts.TypeNode): void => {
    const inner = schema[keyword];
    if (typeof inner === 'object') visit(inner as JsonSchema, type);
  };

  const resolve = (schema: JsonSchema): JsonSchema => {
    const name = /^#\/definitions\/(.+)$/u.exec(String(schema['$ref']))?.[1];
    return (name === undefined ? undefined : definitions[name]) ?? schema;
  };

  // What a limit is, is described once, for every level.
  visitDeclaration({ properties: definitions }, declarationOf('Limits'));
  visitDeclaration(root, declarationOf(name));
}

function isList(type: ts.TypeNode): boolean {
  return ts.isArrayTypeNode(type) || (ts.isTypeOperatorNode(type) && isList(type.type));
}

/** How the comments tell a default: `` `x` (default) ``, `` `x` by default ``, and `5s; at most 60s` of a limit. */
const DEFAULTS = [/`([^`]+)` (?:\(default\)|by default)/u, /(\w+); at most/u];

function describe(schema: JsonSchema, node: ts.Node): void {
  if (schema['description'] !== undefined) return;
  const [comment] = ts.getJSDocCommentsAndTags(node);
  const text = ts.getTextOfJSDocComment(comment?.comment)?.replaceAll(/\s+/gu, ' ');
  if (text === undefined) return;
  schema['description'] = text;
  const value = DEFAULTS.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined);
  if (value !== undefined) schema['default'] = /^\d+$/u.test(value) ? Number(value) : value;
}
