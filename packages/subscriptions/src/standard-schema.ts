/**
 * A validator of any library that follows Standard Schema: zod, valibot, arktype and others.
 *
 * Source: https://standardschema.dev
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardSchemaAnswer | Promise<StandardSchemaAnswer>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/** What a validator answers, as far as publishing looks at it. */
type StandardSchemaAnswer =
  | { readonly issues?: undefined }
  | { readonly issues: readonly StandardSchemaIssue[] };

interface StandardSchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}
