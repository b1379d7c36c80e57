import type { Random } from '../clock/random.ts';
import type { Db } from '../db/db.ts';
import { isObject, type JsonObject, objectsOf as resourcesOf, textOf } from '../fhir/lossless.ts';
import { npiSystem } from '../fhir/systems.ts';
import { parseCoverage } from '../person/parsed-coverage.ts';
import { parsePatient } from '../person/parsed-patient.ts';
import { type ParsedMember, putMany } from '../person/put-many.ts';
import { Problem } from '../problem/problem.ts';

/** One line of a members file. */
export interface MemberLine {
  id?: unknown;
  patient?: JsonObject;
  coverages?: JsonObject[];
}

export interface LoadedMembers {
  members: number;
  /** The NPI that most coverages name as payor: ours. */
  npi: string | undefined;
}

/**
 * Loads members as the product does: parsed, formed to persons, indexed. A Patient gets the id of its line, so that an answer
 * names a line of the file.
 */
export async function loadMembers(
  db: Db,
  lines: AsyncIterable<MemberLine>,
  deps: { random: Random; now: Date },
): Promise<LoadedMembers> {
  const npis = new Map<string, number>();
  const { members } = await putMany(db, readMembers(lines, npis), deps);
  const [most] = [...npis].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return { members, npi: most?.[0] };
}

/** The members of a file; counts the payors' NPIs of their coverages. */
async function* readMembers(
  lines: AsyncIterable<MemberLine>,
  npis: Map<string, number>,
): AsyncGenerator<ParsedMember> {
  let line = 0;
  for await (const member of lines) {
    line++;
    const id = idOf(member, `Member ${line}`);
    const { patient } = member;
    if (!isObject(patient)) throw new Problem('invalid', `Member ${line} has no patient.`);
    const coverages = resourcesOf(member.coverages);
    for (const npi of coverages.flatMap(payorNpis)) npis.set(npi, (npis.get(npi) ?? 0) + 1);
    yield {
      patient: parsePatient({ ...patient, id }),
      coverages: coverages.map((coverage, i) => parseCoverage({ ...coverage, id: `${id}.${i + 1}` }, id)),
    };
  }
}

/** It stands in tables and files of ours: one printable word. */
function idOf({ id, patient }: MemberLine, where: string): string {
  const own = typeof id === 'string' ? id : textOf(patient?.id);
  if (own === undefined || !/^[!-~]{1,100}$/.test(own)) throw new Problem('invalid', `${where} has no id.`);
  return own;
}

const payorNpis = (coverage: JsonObject): string[] =>
  resourcesOf(coverage.payor).flatMap(({ identifier }) =>
    isObject(identifier) && identifier.system === npiSystem ? (textOf(identifier.value) ?? []) : [],
  );
