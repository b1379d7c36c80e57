/** What a reviewer looks at: hazards first, then field by field the submission beside a candidate. Pure. */
import type { Candidate } from './candidate.ts';
import type { CandidateTrace } from './decide.ts';
import { coverUp, type Masked, maskPair } from './mask.ts';
import type { FieldName } from './model.ts';
import type { MemberQuery } from './query.ts';

export interface FieldEvidence {
  field: FieldName;
  /** How it stands, as the engine saw it. */
  level: string;
  /** For the same person against a stranger, natural logarithm. */
  weight: number;
  /** Masked, unless revealed. Empty: not told, or not on record. */
  submitted: string;
  held: string;
}

export interface CandidateEvidence {
  personId: number;
  /** Our Patient ids of this person. */
  patientIds: string[];
  score: number;
  posteriors: CandidateTrace['posteriors'];
  rule: string | null;
  /** Guards that object to this candidate. */
  hazards: string[];
  fields: FieldEvidence[];
}

export function evidenceOf(
  trace: CandidateTrace,
  query: MemberQuery,
  held: Candidate | undefined,
  reveal: boolean,
): CandidateEvidence {
  return {
    personId: trace.personId,
    patientIds: held?.records.map(({ patientId }) => patientId) ?? [],
    score: trace.score,
    posteriors: trace.posteriors,
    rule: trace.rule ?? null,
    hazards: trace.objections,
    fields: Object.entries(trace.fields).map(([name, { level, weight }]) => {
      const field = name as FieldName;
      return { field, level, weight, ...valuesOf(field, query, held, reveal) };
    }),
  };
}

/** Of several values those two that are nearest to each other. Of a social security number not even the masked digits. */
function valuesOf(
  field: FieldName,
  query: MemberQuery,
  held: Candidate | undefined,
  reveal: boolean,
): Masked {
  if (field === 'ssn4') return { submitted: '', held: '' };
  const submitted = readers[field]({ ...query, birthDates: [query.birthDate ?? query.partialBirthDate] });
  const known = held
    ? readers[field]({
        names: held.records.flatMap(({ names }) => names),
        birthDates: held.records.map(({ birthDate }) => birthDate),
        sex: held.records.find(({ sex }) => sex !== null)?.sex,
        addresses: held.records.flatMap(({ addresses }) => addresses),
        telecom: held.records.flatMap(({ telecom }) => telecom),
        identifiers: held.identifiers,
      })
    : [];
  const [a, b] = nearest(submitted, known);
  if (reveal) return { submitted: a, held: b };
  return a === '' || b === '' ? { submitted: coverUp(a), held: coverUp(b) } : maskPair(a, b);
}

interface Told extends Pick<MemberQuery, 'names' | 'addresses' | 'telecom' | 'identifiers'> {
  birthDates: (string | null | undefined)[];
  sex: string | null | undefined;
}

const present = (values: readonly (string | null | undefined)[]): string[] =>
  [...new Set(values)].filter((value): value is string => value != null && value.trim() !== '');

const readers: Record<FieldName, (told: Told) => string[]> = {
  given: ({ names }) => present(names.map(({ given }) => given[0])),
  middle: ({ names }) => present(names.map(({ given }) => given.slice(1).join(' '))),
  family: ({ names }) => present(names.map(({ familyWords, family }) => familyWords.join(' ') || family)),
  birthDate: ({ birthDates }) => present(birthDates),
  sex: ({ sex }) => present([sex]),
  suffix: ({ names }) => present(names.map(({ suffix }) => suffix)),
  address: ({ addresses }) =>
    present(
      addresses.map(({ number, street, unit, city, state, postal }) =>
        [number, street, unit, city, state, postal].filter((part) => part !== '').join(' '),
      ),
    ),
  phone: ({ telecom }) => present(telecom.filter(({ kind }) => kind === 'phone').map(({ value }) => value)),
  email: ({ telecom }) => present(telecom.filter(({ kind }) => kind === 'email').map(({ value }) => value)),
  ssn4: () => [],
  mbi: ({ identifiers }) => numbers(identifiers, ['mbi']),
  memberId: ({ identifiers }) => numbers(identifiers, ['member', 'subscriber', 'umb']),
};

const numbers = (identifiers: MemberQuery['identifiers'], kinds: readonly string[]): string[] =>
  present(identifiers.filter(({ kind }) => kinds.includes(kind)).map(({ value }) => value));

/** Values of a kind that are compared: a list that is longer is nobody's to read. */
const values_max = 20;

function nearest(submitted: readonly string[], held: readonly string[]): [string, string] {
  const pairs = submitted
    .slice(0, values_max)
    .flatMap((a) => held.slice(0, values_max).map((b) => ({ a, b, distance: distanceOf(a, b) })));
  const best = pairs.sort((one, other) => one.distance - other.distance)[0];
  return best ? [best.a, best.b] : [submitted[0] ?? '', held[0] ?? ''];
}

/** Differing places, and what one is longer: only to put like beside like. */
function distanceOf(a: string, b: string): number {
  let differing = Math.abs(a.length - b.length);
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) differing++;
  return differing / Math.max(a.length, b.length, 1);
}
