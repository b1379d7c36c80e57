// 42 CFR 2.11, consent-and-sensitive-data 1.1, 3.2 (2): how a payer tells which providers are Part 2 programmes
import { Problem } from '../problem/problem.ts';
import type { ProgramSource } from '../sensitivity/program-sources.ts';

const heading = 'npi,reference,kind,from,to,evidence';

/**
 * Reads the list of programmes. Every row needs an NPI or a reference of our own records, a kind (`otp`, `licensed`, `contract`, `notice`) and the
 * evidence on which it stands.
 * @throws Problem `invalid` that names the line: a row that is left out would release Part 2 records
 */
export function readSources(text: string): (ProgramSource & { evidence: string })[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines[0]?.trim() !== heading) throw new Problem('invalid', `The first line must be: ${heading}`);
  return lines.slice(1).map((line, i) => {
    const wrong = (what: string): never => {
      throw new Problem('invalid', `Line ${i + 2}: ${what}.`);
    };
    const cells = line.split(',').map((cell) => cell.trim());
    if (cells.length !== 6) wrong('six cells are needed');
    const [npi = '', reference = '', kind = '', from = '', to = '', evidence = ''] = cells;
    if (npi !== '' && !/^\d{10}$/.test(npi)) wrong('an NPI has ten digits');
    if (
      reference !== '' &&
      !/^(Organization|Practitioner|PractitionerRole|Location)\/[A-Za-z0-9.-]{1,64}$/.test(reference)
    )
      wrong('a reference is Organization, Practitioner, PractitionerRole or Location with its id');
    if (npi === '' && reference === '') wrong('an NPI or a reference is needed');
    if (!['otp', 'licensed', 'contract', 'notice'].includes(kind))
      wrong('kind is otp, licensed, contract or notice');
    for (const day of [from, to])
      if (day !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(day)) wrong('a day is YYYY-MM-DD');
    if (evidence === '') wrong('the evidence is missing');
    return {
      npi: npi || null,
      reference: reference || null,
      kind,
      from: from || null,
      to: to || null,
      evidence,
    };
  });
}
