/**
 * FEBRL's data set 4 (Freely Extensible Biomedical Record Linkage, ANU): two CSV files of Australian people, the second with errors. A query whose
 * original is not in the members' file must be refused: half of the members' file makes the other half impostors.
 *
 * `soc_sec_id`, seven digits, is the one number that both sides know a person by. `febrl` puts it where a payer has such a number (the Medicare
 * Beneficiary Identifier); `febrl-ssn` makes it a social security number, of which only the last four digits count.
 */
import type { JsonObject } from '../../fhir/lossless.ts';
import { Problem } from '../../problem/problem.ts';
import type { Deck } from '../deck.ts';
import { linesOf } from '../lines.ts';
import { cellsOf, type Truth } from '../truth.ts';
import { addressOf, dayOf, madeUpNpi, parametersOf, patientOf } from './person.ts';

type Row = Record<string, string>;

/** @throws Problem `invalid` where a row is none of FEBRL's */
export async function febrlDeck(
  files: { members: string; queries: string },
  numberSystem: string,
): Promise<Deck> {
  const patientOfRow = (row: Row) => patientOfFebrl(row, numberSystem);
  const members = await rowsOf(files.members);
  const queries = await rowsOf(files.queries);
  const ids = new Map(members.map((row) => [personOf(row), row.rec_id!]));
  return {
    members: async function* () {
      for (const row of members) yield { id: row.rec_id!, patient: patientOfRow(row), coverages: [] };
    },
    queries: async function* () {
      for (const row of queries) yield parametersOf(row.rec_id!, patientOfRow(row));
    },
    truth: new Map(queries.map((row) => [row.rec_id!, truthOf(row, ids.get(personOf(row)))])),
    npi: madeUpNpi,
  };
}

function truthOf({ rec_id }: Row, memberId: string | undefined): Truth {
  const known = memberId !== undefined;
  return {
    queryId: rec_id!,
    memberIds: new Set(known ? [memberId] : []),
    mustRefuse: !known,
    reason: known ? undefined : 'no-match',
    stratum: known ? 'duplicate' : 'impostor',
    tier: known ? 'A' : 'N',
  };
}

/** `rec-12-org` and `rec-12-dup-0` are one person. */
function personOf({ rec_id }: Row): string {
  const number = /^rec-(\d+)-/.exec(rec_id ?? '')?.[1];
  if (number === undefined) throw new Problem('invalid', 'A row has no rec_id of FEBRL.');
  return number;
}

const patientOfFebrl = (row: Row, system: string): JsonObject =>
  patientOf({
    names: [{ family: row.surname!, given: [row.given_name!] }],
    birthDate: dayOf(row.date_of_birth!),
    address: addressOf({
      lines: [`${row.street_number} ${row.address_1}`, row.address_2!],
      city: row.suburb!,
      state: row.state!,
      postalCode: row.postcode!,
    }),
    number: { system, value: row.soc_sec_id! },
  });

async function rowsOf(path: string): Promise<Row[]> {
  const rows: Row[] = [];
  let headings: string[] | undefined;
  for await (const line of linesOf(path)) {
    const cells = cellsOf(line).map((cell) => cell.trim());
    if (headings === undefined) headings = cells;
    else rows.push(Object.fromEntries(headings.map((heading, i) => [heading, cells[i] ?? ''])));
  }
  return rows;
}
