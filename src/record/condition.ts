/**
 * Conditions on a record, as data: what a search or a `_typeFilter` asks of one type. Paths are jsonpaths below the record,
 * lists passed through (`category.coding`). Everything here survives JSON.
 */
export type Condition =
  /** `Type/id`. */
  | { test: 'ref'; any: string[] }
  /** `Patient/id` of the member: the record belongs to the human whose Patient it is. */
  | { test: 'patient'; any: string[] }
  | { test: 'last-updated'; any: DateValue[] }
  | { test: 'token'; paths: string[]; as: TokenShape; any: TokenValue[]; not: boolean }
  | { test: 'date'; paths: string[]; any: DateValue[]; service?: ServiceSpan; closed?: boolean }
  /** Values are folded as `foldText` does, except for `exact`. */
  | { test: 'string'; paths: string[]; how: 'starts' | 'contains' | 'exact'; any: string[] }
  /** Of a Reference, by its literal. */
  | { test: 'reference'; paths: string[]; any: string[] }
  /** A uri or canonical; one without a version finds every version. */
  | { test: 'uri'; paths: string[]; any: string[] }
  | { test: 'missing'; paths: string[]; missing: boolean };

/**
 * The elements lie within the record's days of service, where it has any, unless one of these keys stands in its text: most
 * records need not be parsed to be passed over. `closed` of the condition: a Period without an end ends where it starts.
 */
export interface ServiceSpan {
  unless: string[];
}

/** Where the elements' paths lead: to Codings, to Identifiers, to codes with an implied system. */
export type TokenShape = { of: 'coding' } | { of: 'identifier' } | { of: 'code'; system: string | null };

export interface TokenValue {
  /** Absent: any or none. null: none. */
  system?: string | null;
  /** Absent: any of the system. ASCII letters in lower case: tokens are compared without their case. */
  code?: string;
}

export type DatePrefix = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'sa' | 'eb' | 'ap';

/**
 * A span that is compared with the span of an element. `day`: calendar days as the provider wrote them, both inclusive.
 * `instant`: ISO instants of UTC, `to` exclusive; a day without a time is a day of UTC there.
 */
export interface DateValue {
  prefix: DatePrefix;
  by: 'day' | 'instant';
  from: string;
  to: string;
}

/** Without accents and without case, as strings are searched (R4 search, string). */
export const foldText = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** In lower case as far as ASCII goes: what the server's `lower` with the C collation does. */
export const lowerAscii = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
