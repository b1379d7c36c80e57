import { daysOf } from '../fhir/date.ts';
import { type OperationOutcome, outcome } from '../fhir/outcome.ts';
import { resourceTypes } from '../fhir/resource-types.ts';
import { payerToPayer } from '../fhir/systems.ts';
import { Problem } from '../problem/problem.ts';
import type { TypeFilter } from '../record/export-store.ts';
import { patients_max, types_max } from './limits.ts';
import { parseTypeFilters } from './type-filter.ts';

export type ExportOperation = 'davinci-data-export' | 'group-export' | 'patient-export';

/** A kick-off's parameters, understood. */
export interface ExportParameters {
  since: Date | null;
  until: Date | null;
  /** null: `_type` was not given. */
  types: string[] | null;
  filters: TypeFilter[];
  /** Patient ids; null: `patient` was not given. */
  patients: string[] | null;
  /** One OperationOutcome for each thing that lenient handling passed over, for the manifest's error file. */
  notices: OperationOutcome[];
}

/** Values by parameter name, from the query or from a Parameters body, as text. */
export type RawParameters = Map<string, string[]>;

const formats = new Set(['application/fhir+ndjson', 'application/ndjson', 'ndjson']);

/** The parameters of a GET. A `+` of a time zone that was not percent-encoded arrives as a space: put back. */
export function fromQuery(query: URLSearchParams): RawParameters {
  const raw: RawParameters = new Map();
  for (const [name, value] of query) add(raw, name, value.replace(/(T[\d:.]+) (\d\d:\d\d)$/, '$1+$2'));
  return raw;
}

/**
 * The parameters of a POST: a Parameters resource, and what stands in the query too (one known client puts exportType
 * there, interop 3).
 *
 * @throws Problem `invalid`
 */
export function fromBody(body: unknown, query: URLSearchParams): RawParameters {
  const raw = fromQuery(query);
  if (body === undefined) return raw;
  const parameters = (body as { resourceType?: unknown; parameter?: unknown } | null) ?? {};
  if (parameters.resourceType !== 'Parameters') throw invalid('The body must be a Parameters resource.');
  if (parameters.parameter === undefined) return raw;
  if (!Array.isArray(parameters.parameter)) throw invalid('Parameters.parameter must be a list.');
  for (const parameter of parameters.parameter as unknown[]) {
    const { name, ...rest } = (parameter ?? {}) as Record<string, unknown>;
    if (typeof name !== 'string' || name === '') throw invalid('Every parameter must have a name.');
    const values = Object.entries(rest).filter(([key]) => /^value[A-Z]/.test(key));
    const value = values.length === 1 ? textOf(values[0]![1]) : undefined;
    if (value === undefined) throw invalid('Every parameter must have one value of its type.');
    add(raw, name, value);
  }
  return raw;
}

const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  const { reference } = (value ?? {}) as { reference?: unknown };
  return typeof reference === 'string' ? reference : undefined;
};

const add = (raw: RawParameters, name: string, value: string) =>
  raw.set(name, [...(raw.get(name) ?? []), value]);

/**
 * Decides what a kick-off asks for. With `handling=lenient` what is unknown is passed over and reported, save filters.
 *
 * @throws Problem `invalid` for what cannot be done as asked
 */
export function readParameters(
  raw: RawParameters,
  context: { operation: ExportOperation; lenient: boolean; now: Date },
): ExportParameters {
  const notices: OperationOutcome[] = [];
  const passOver = (text: string) => {
    if (!context.lenient) throw new Problem('invalid', text, { code: 'not-supported' });
    notices.push(outcome({ severity: 'warning', code: 'not-supported', text }));
  };
  checkExportType(raw.get('exportType') ?? [], context.operation);
  checkFormat(raw.get('_outputFormat') ?? []);
  const since = instantOf('_since', raw.get('_since'), context.now);
  const until = instantOf('_until', raw.get('_until'), undefined);
  if (since && until && since >= until) throw invalid('_since must be before _until.');
  for (const name of raw.keys()) {
    if (!known.has(name)) passOver(`The parameter ${printable(name)} is not supported and was not applied.`);
  }
  let types = listOf(raw.get('_type'));
  const alias = listOf(raw.get('resourceTypes'));
  if (alias) {
    passOver('The parameter is called _type: resourceTypes was read as that.');
    types = [...new Set([...(types ?? []), ...alias])];
  }
  return {
    since,
    until,
    types: types && knownTypes(types, passOver),
    filters: parseTypeFilters(raw.get('_typeFilter') ?? []),
    patients: patientsOf(raw.get('patient')),
    notices,
  };
}

const known = new Set([
  'exportType',
  '_format', // content negotiation, done before
  '_outputFormat',
  '_since',
  '_until',
  '_type',
  'resourceTypes',
  '_typeFilter',
  'patient',
]);

/** pdex-118: `$davinci-data-export` says what it is for, and here it is for one thing only. */
function checkExportType(values: readonly string[], operation: ExportOperation): void {
  if (values.length === 0) {
    if (operation !== 'davinci-data-export') return;
    throw new Problem('invalid', `exportType is required: ${payerToPayer}.`, { code: 'required' });
  }
  // A client that cannot send the fragment sends the value without it (interop 3): the same use, for this server has one.
  const accepted = values.every((value) => value === payerToPayer || value === payerToPayer.split('#')[0]);
  if (accepted && values.length === 1) return;
  throw new Problem('invalid', `The only exportType that this server gives is ${payerToPayer}.`, {
    code: 'not-supported',
  });
}

function checkFormat(values: readonly string[]): void {
  if (values.every((value) => formats.has(value))) return;
  throw new Problem('invalid', 'The only _outputFormat is application/fhir+ndjson.', {
    code: 'not-supported',
  });
}

/** pdex-176: what is given is used as it is, however long ago. */
function instantOf(name: string, values: readonly string[] | undefined, now: Date | undefined): Date | null {
  if (!values) return null;
  const [value = ''] = values;
  if (values.length > 1) throw invalid(`${name} may be given once.`);
  const withZone = /T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value);
  if (!withZone || !daysOf(value)) throw invalid(`${name} must be an instant, such as 2027-01-05T00:00:00Z.`);
  const instant = new Date(value);
  if (now && instant > now) throw invalid(`${name} lies in the future.`);
  return instant;
}

function listOf(values: readonly string[] | undefined): string[] | null {
  if (!values) return null;
  const items = values.flatMap((value) => value.split(',').map((item) => item.trim())).filter(Boolean);
  if (items.length === 0) throw invalid('_type names no type.');
  if (items.length > types_max) throw invalid(`_type names more than ${types_max} types.`);
  return [...new Set(items)];
}

function knownTypes(types: readonly string[], passOver: (text: string) => void): string[] {
  return types.filter((type) => {
    if (resourceTypes.has(type)) return true;
    passOver(`${printable(type)} is no resource type of FHIR R4: nothing was exported for it.`);
    return false;
  });
}

function patientsOf(values: readonly string[] | undefined): string[] | null {
  if (!values) return null;
  if (values.length > patients_max) throw invalid(`patient is given more than ${patients_max} times.`);
  return [
    ...new Set(
      values.map((value) => {
        const id = /^(?:.*\/)?Patient\/([A-Za-z0-9\-.]{1,64})$/.exec(value)?.[1];
        if (!id) throw invalid('patient must be a reference like Patient/123.');
        return id;
      }),
    ),
  ];
}

/** The caller's own word, told back: short, and nothing that could be markup. */
const printable = (text: string) => text.replace(/[^\w.$-]/g, '?').slice(0, 40);

const invalid = (text: string) => new Problem('invalid', text);
