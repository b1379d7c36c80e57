/** Members as a payer knows them, and what another payer submits about them. Made-up people. */
import { systemRandom } from '../../src/clock/random.ts';
import type { Db } from '../../src/db/db.ts';
import { sql } from '../../src/db/sql.ts';
import { isObject, type JsonObject, parseJson } from '../../src/fhir/lossless.ts';
import { consentPolicy, npiSystem, system } from '../../src/fhir/systems.ts';
import { parseCoverage } from '../../src/person/parsed-coverage.ts';
import { parsePatient } from '../../src/person/parsed-patient.ts';
import { putCoverages, putMembers } from '../../src/person/person.ts';

export const ourNpi = '1987877564';
export const theirNpi = '1907573368';
export const memberSystem = 'https://old.example/member';

export interface Person {
  id: string;
  family?: string;
  given?: string[];
  suffix?: string[];
  formerFamily?: string;
  birthDate?: string;
  gender?: string;
  line?: string;
  postalCode?: string;
  memberId?: string;
  memberIdSystem?: string;
  subscriberId?: string;
}

const typed = (code: string, value: string, idSystem = memberSystem) => ({
  type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code }] },
  system: idSystem,
  value,
});

export function patientOf(person: Person): JsonObject {
  const { family, given, suffix, formerFamily } = person;
  const name = (used: string, familyName?: string) => ({
    use: used,
    ...(familyName !== undefined && { family: familyName }),
    ...(given && { given }),
    ...(suffix && { suffix }),
  });
  return {
    resourceType: 'Patient',
    id: person.id,
    ...(person.memberId && { identifier: [typed('MB', person.memberId, person.memberIdSystem)] }),
    name: [name('official', family), ...(formerFamily ? [name('maiden', formerFamily)] : [])],
    ...(person.gender && { gender: person.gender }),
    ...(person.birthDate && { birthDate: person.birthDate }),
    ...(person.line && { address: [{ line: [person.line], postalCode: person.postalCode ?? '02128' }] }),
  };
}

/** `payorNpi` null: named by display only. */
export const coverageOf = (
  person: Person,
  id = `c-${person.id}`,
  payorNpi: string | null = ourNpi,
): JsonObject => ({
  resourceType: 'Coverage',
  id,
  status: 'active',
  ...(person.memberId && { identifier: [typed('MB', person.memberId, person.memberIdSystem)] }),
  ...(person.subscriberId && { subscriberId: person.subscriberId }),
  beneficiary: { reference: `Patient/${person.id}` },
  relationship: { coding: [{ system: system.subscriberRelationship, code: 'self' }] },
  payor: [
    payorNpi === null
      ? { display: 'Old Plan' }
      : { identifier: { system: npiSystem, value: payorNpi }, display: 'Old Plan' },
  ],
});

export interface ConsentChoices {
  id?: string;
  status?: string;
  policies?: string[];
  start?: string;
  end?: string;
  source?: string;
  recipient?: string;
  patient?: string;
}

export const consentOf = (person: Person, choices: ConsentChoices = {}): JsonObject => ({
  resourceType: 'Consent',
  id: choices.id ?? `k-${person.id}`,
  status: choices.status ?? 'active',
  scope: { coding: [{ system: system.consentScope, code: 'patient-privacy' }] },
  category: [{ coding: [{ system: system.actCode, code: 'IDSCL' }] }],
  patient: { reference: choices.patient ?? `Patient/${person.id}` },
  performer: [{ reference: `Patient/${person.id}` }],
  sourceReference: { reference: 'https://new.example/fhir/DocumentReference/1' },
  policy: (choices.policies ?? [consentPolicy.sensitive]).map((uri) => ({ uri })),
  provision: {
    type: 'permit',
    period: { start: choices.start ?? '2026-06-01', end: choices.end ?? '2026-12-31' },
    actor: [
      actorOf(system.participantType, 'performer', choices.source ?? ourNpi),
      actorOf(system.participationType, 'IRCP', choices.recipient ?? theirNpi),
    ],
    action: [{ coding: [{ system: system.consentAction, code: 'disclose' }] }],
  },
});

const actorOf = (roleSystem: string, code: string, npi: string) => ({
  role: { coding: [{ system: roleSystem, code }] },
  reference: { identifier: { system: npiSystem, value: npi } },
});

export interface Submitted {
  person: Person;
  consent?: JsonObject;
  coverage?: JsonObject;
  patient?: JsonObject;
}

const partsOf = ({ person, consent, coverage, patient }: Submitted) => [
  { name: 'MemberPatient', resource: patient ?? patientOf(person) },
  { name: 'CoverageToMatch', resource: coverage ?? coverageOf(person) },
  { name: 'Consent', resource: consent ?? consentOf(person) },
];

export const memberMatchBody = (submitted: Submitted): JsonObject => ({
  resourceType: 'Parameters',
  parameter: partsOf(submitted),
});

export const bulkMatchBody = (submitted: readonly Submitted[]): JsonObject => ({
  resourceType: 'Parameters',
  parameter: submitted.map((one) => ({ name: 'MemberBundle', part: partsOf(one) })),
});

/** Puts members into the index, as loading does. Their Patient ids are `p-<id>`. */
export async function putPeople(
  db: Db,
  people: readonly Person[],
  now = new Date('2026-01-01T00:00:00Z'),
): Promise<void> {
  const known = people.map((person) => ({ ...person, id: `p-${person.id}` }));
  await putResources(
    db,
    known.map(patientOf),
    known.map((person) => coverageOf(person)),
    now,
  );
}

export async function putResources(
  db: Db,
  patients: readonly JsonObject[],
  coverages: readonly JsonObject[],
  now = new Date('2026-01-01T00:00:00Z'),
): Promise<void> {
  await db.tx(async (tx) => {
    const persons = await putMembers(tx, patients.map(parsePatient), { random: systemRandom, now });
    const parsed = coverages.map((coverage) => {
      const { beneficiary } = coverage;
      const reference = isObject(beneficiary) ? String(beneficiary.reference) : '';
      return parseCoverage(coverage, reference.replace('Patient/', ''));
    });
    await putCoverages(tx, parsed, persons, now);
  });
}

/** Empties the member index and what hangs on it: cheaper than a database for each test. */
export const forgetPeople = (db: Db) =>
  db.run(
    sql`truncate person, member, coverage, member_key, match_decision, match_group restart identity cascade`,
  );

/** The lossless form of a resource that was written as text. */
export function lossless(text: string): JsonObject {
  const parsed = parseJson(text);
  if ('problem' in parsed || !isObject(parsed.value)) throw new Error('the test wrote no JSON object');
  return parsed.value;
}
