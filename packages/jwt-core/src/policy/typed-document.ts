import type { OperationDocument, PolicyDocument, ServiceDocument } from './document/document.js';

/** A service whose operations have known names. */
export type TypedService<Operation extends string> = Omit<ServiceDocument, 'operations'> & {
  readonly operations?: { readonly [Name in Operation]?: OperationDocument };
};

/** The document of a policy in code: the compiler infers the names of its operations, of all services together. */
export type TypedDocument<Operation extends string> = Omit<PolicyDocument, 'services'> & {
  readonly services: Readonly<Record<string, TypedService<Operation>>>;
};
