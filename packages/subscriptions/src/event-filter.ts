/**
 * What the data of an event must be like: a value for each path of names, such as `amount.currency`. All of it must
 * hold.
 */
export type EventFilter = Readonly<Record<string, FilterCondition>>;

/** The value itself, or one of several, or a range of numbers, or whether it is there. */
export type FilterCondition =
  | string
  | number
  | boolean
  | null
  | { readonly in: readonly (string | number | boolean | null)[] }
  | { readonly gte?: number; readonly gt?: number; readonly lte?: number; readonly lt?: number }
  | { readonly exists: boolean };
