import type { Disclosure, DisclosureSeries } from './disclosures.ts';

/** "ExplanationOfBenefit 12, Patient 1": the brief description of what left. */
export const described = (counts: Readonly<Record<string, number>>): string =>
  Object.keys(counts)
    .sort()
    .map((type) => `${type} ${counts[type]}`)
    .join(', ');

const headings = [
  'date',
  'last',
  'times',
  'recipient',
  'recipient_npi',
  'recipient_id',
  'description',
  'purpose',
  'consent',
  'consent_version',
  'hipaa_basis',
  'required_by',
];

/** The accounting as CSV (RFC 4180), one line a disclosure or a series. */
export function disclosuresCsv(lines: readonly (Disclosure | DisclosureSeries)[]): string {
  const rows = lines.map((line) => [
    'month' in line ? line.first : line.date,
    'month' in line ? line.last : line.date,
    'month' in line ? String(line.times) : '1',
    line.recipient.name,
    line.recipient.npi,
    line.recipient.clientId,
    described(line.counts),
    line.purpose,
    line.consent?.id ?? '',
    line.consent?.version ?? '',
    line.basis,
    line.requiredBy,
  ]);
  return [headings, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/**
 * One cell. A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return: an apostrophe before it makes it a text.
 */
export function csvCell(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
