/**
 * Records for measuring: believable in size, shape and number of references (a claim of some kilobytes, observations in
 * masses), the same every time, about nobody. Not for the demo: these have no story.
 */

/** Records per member, so that the number of persons grows with the size. */
const recordsPerMember = 250;

/** Shares of a payer's extract, in order of their files; Patients and payer-wide records come besides. */
const shares = [
  ['Encounter', 0.1],
  ['Condition', 0.06],
  ['Procedure', 0.09],
  ['Observation', 0.6],
  ['ExplanationOfBenefit', 0.15],
] as const;
type Share = (typeof shares)[number][0];

export interface GeneratedFile {
  type: string;
  lines: number;
  content(): Generator<Buffer>;
}

/** Bytes that are handed over at a time. */
const chunkBytes = 256 * 1024;

export const memberCount = (records: number): number => Math.max(1, Math.ceil(records / recordsPerMember));

export const patientIds = (records: number): string[] =>
  Array.from({ length: memberCount(records) }, (_, n) => `member-${n}`);

interface Plan {
  members: number;
  practitioners: number;
  encounters: number;
  counts: (readonly [type: Share, count: number])[];
}

function planOf(records: number): Plan {
  const members = memberCount(records);
  const practitioners = Math.max(1, Math.round(members / 4));
  const rest = Math.max(0, records - members - practitioners);
  const counts = shares.map(([type, share]) => [type, Math.round(rest * share)] as const);
  return { members, practitioners, encounters: Math.max(1, counts[0]?.[1] ?? 1), counts };
}

/** One file per type, about `records` lines in all. */
export function generatedFiles(records: number): GeneratedFile[] {
  const plan = planOf(records);
  return [
    file('Patient', plan.members, patient),
    file('Practitioner', plan.practitioners, practitioner),
    ...plan.counts.map(([type, count]) =>
      file(type, count, (n) => record(plan, type, n, Math.floor((n / count) * plan.members))),
    ),
  ];
}

/** The same records in the order in which a load stores them: payer-wide ones, then member by member. */
export function* generatedByMember(records: number): Generator<{ member: number | null; resource: object }> {
  const plan = planOf(records);
  for (let n = 0; n < plan.practitioners; n++) yield { member: null, resource: practitioner(n) };
  const next = new Map<Share, number>();
  for (let member = 0; member < plan.members; member++) {
    yield { member, resource: patient(member) };
    for (const [type, count] of plan.counts) {
      let n = next.get(type) ?? 0;
      for (; n < count && Math.floor((n / count) * plan.members) === member; n++)
        yield { member, resource: record(plan, type, n, member) };
      next.set(type, n);
    }
  }
}

function file(type: string, lines: number, make: (n: number) => object): GeneratedFile {
  return {
    type,
    lines,
    *content() {
      let chunk = '';
      for (let n = 0; n < lines; n++) {
        chunk += `${JSON.stringify(make(n))}\n`;
        if (chunk.length < chunkBytes) continue;
        yield Buffer.from(chunk);
        chunk = '';
      }
      if (chunk) yield Buffer.from(chunk);
    },
  };
}

const practitioner = (n: number): object => ({
  resourceType: 'Practitioner',
  id: `practitioner-${n}`,
  identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: `${1_000_000_000 + n}` }],
  active: true,
  name: [{ family: `Family${n}`, given: ['Given'] }],
});

function patient(n: number): object {
  return {
    resourceType: 'Patient',
    id: `member-${n}`,
    meta: { profile: ['http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient'] },
    identifier: [{ system: 'http://payer.example/member', value: `M${n}` }],
    name: [{ family: `Family${n}`, given: ['Given', 'Middle'] }],
    gender: n % 2 ? 'female' : 'male',
    birthDate: `19${10 + (n % 89)}-0${1 + (n % 9)}-1${n % 10}`,
    address: [{ line: [`${n} Main Street`], city: 'Boston', state: 'MA', postalCode: '02128' }],
  };
}

const day = (n: number): string =>
  `20${20 + (n % 6)}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`;
const coding = (system: string, code: string, display: string) => ({
  coding: [{ system, code, display }],
  text: display,
});

function record({ encounters, practitioners }: Plan, type: Share, n: number, member: number): object {
  const subject = { reference: `Patient/member-${member}` };
  const encounter = { reference: `Encounter/encounter-${n % encounters}` };
  const practitioner = { reference: `Practitioner/practitioner-${n % practitioners}` };
  const base = {
    resourceType: type,
    id: `${type.toLowerCase()}-${n}`,
    meta: {
      lastUpdated: `${day(n)}T10:00:00Z`,
      profile: [`http://hl7.org/fhir/us/core/StructureDefinition/${type}`],
    },
  };
  const snomed = coding(
    'http://snomed.info/sct',
    `${10_000_000 + (n % 997)}`,
    `Finding number ${n % 997} of many`,
  );
  switch (type) {
    case 'Encounter':
      return {
        ...base,
        status: 'finished',
        class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
        type: [snomed],
        subject,
        participant: [{ individual: practitioner }],
        period: { start: `${day(n)}T10:00:00-05:00`, end: `${day(n)}T10:15:00-05:00` },
      };
    case 'Observation':
      return {
        ...base,
        status: 'final',
        category: [
          coding('http://terminology.hl7.org/CodeSystem/observation-category', 'laboratory', 'Laboratory'),
        ],
        code: coding('http://loinc.org', `${1000 + (n % 997)}-${n % 10}`, 'Glucose [Mass/volume] in Blood'),
        subject,
        encounter,
        effectiveDateTime: `${day(n)}T10:05:00-05:00`,
        performer: [practitioner],
        valueQuantity: {
          value: (n % 5000) / 10,
          unit: 'mg/dL',
          system: 'http://unitsofmeasure.org',
          code: 'mg/dL',
        },
        referenceRange: [{ low: { value: 65 }, high: { value: 99 }, text: 'normal range, fasting' }],
      };
    case 'Condition':
      return { ...base, code: snomed, subject, encounter, recordedDate: day(n), category: [snomed] };
    case 'Procedure':
      return { ...base, status: 'completed', code: snomed, subject, encounter, performedDateTime: day(n) };
    case 'ExplanationOfBenefit':
      return {
        ...base,
        status: 'active',
        use: 'claim',
        type: coding('http://terminology.hl7.org/CodeSystem/claim-type', 'professional', 'Professional'),
        patient: subject,
        billablePeriod: { start: day(n), end: day(n) },
        created: `${day(n)}T12:00:00-05:00`,
        insurer: { display: 'Payer' },
        provider: practitioner,
        outcome: 'complete',
        careTeam: [{ sequence: 1, provider: practitioner }],
        insurance: [{ focal: true, coverage: { display: 'Plan' } }],
        diagnosis: [{ sequence: 1, diagnosisCodeableConcept: snomed }],
        item: Array.from({ length: 2 + (n % 9) }, (_, i) => ({
          sequence: i + 1,
          careTeamSequence: [1],
          diagnosisSequence: [1],
          productOrService: coding(
            'http://www.ama-assn.org/go/cpt',
            `99${200 + i}`,
            'Office visit, established patient',
          ),
          servicedDate: day(n),
          locationCodeableConcept: coding('https://www.cms.gov/place-of-service', '11', 'Office'),
          encounter: [encounter],
          adjudication: [
            {
              category: coding(
                'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudicationDiscriminator',
                'benefitpaymentstatus',
                'Status',
              ),
              reason: coding(
                'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBPayerAdjudicationStatus',
                'innetwork',
                'In network',
              ),
            },
          ],
        })),
      };
  }
}
