/**
 * Runs the first program of a README in front of what it assumes, and looks at what came of it. Gets the project where
 * packages are found; gives the reason when this machine lacks what it needs.
 */
export type Play = (project: string) => Promise<'played' | { readonly lacks: string }>;
