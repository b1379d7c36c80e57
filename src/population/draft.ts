import {
  type Coverage,
  fhirAddress,
  type HumanName,
  type Identifier,
  medicareIdentifier,
  memberIdentifier,
  memberSystem,
  newMemberSystem,
  newPayer,
  ownPayer,
  type Patient,
  phoneText,
  relationshipOf,
  ssnIdentifier,
} from './fhir.ts';
import type { Cover, Person } from './person.ts';
import type { Address } from './places/address.ts';
import type { Draws } from './random.ts';

/** What another payer knows of a person and asks for, in parts that errors can change. */
export interface Draft {
  given: string;
  middle: string;
  family: string;
  prefix: string;
  suffix: string;
  maiden: string;
  gender: string;
  birthDate: string;
  address: Address | undefined;
  phone: string;
  email: string;
  ssn4: string;
  mbi: string;
  /** Member number of the coverage to match, '' where it is not known. */
  memberId: string;
  subscriberId: string;
  memberSystem: string;
  payor: Coverage['payor'];
  relationship: string;
  status: string;
  period: { start: string; end?: string } | undefined;
  upperCase: boolean;
  corruptions: string[];
}

/** A member-match request: FHIR Parameters. */
export interface QueryParameters {
  resourceType: 'Parameters';
  id: string;
  parameter: { name: string; resource: Patient | Coverage }[];
}

const upperCase_share = 0.22;
const middle_share = 0.3;
const middleInitial_share = 0.3;
const phone_share = 0.72;
const email_share = 0.4;
const ssn_share = 0.06;
const mbi_share = 0.5;
const suffix_share = 0.8;

/** What a new payer holds about this person when nothing went wrong. `cover` is the coverage that the person tells of. */
export function draftOf(draws: Draws, person: Person, cover: Cover | undefined): Draft {
  const middle = draws.next();
  return {
    given: person.given,
    middle:
      middle < middle_share
        ? person.middle
        : middle < middle_share + middleInitial_share
          ? person.middle.slice(0, 1)
          : '',
    family: person.family,
    prefix: '',
    suffix: draws.chance(suffix_share) ? person.suffix : '',
    maiden: '',
    gender: person.sex,
    birthDate: person.birthDate,
    address: person.address,
    phone: draws.chance(phone_share) ? person.phone || person.landline : '',
    email: draws.chance(email_share) ? person.email : '',
    ssn4: draws.chance(ssn_share) ? person.ssn4 : '',
    mbi: person.mbi && draws.chance(mbi_share) ? person.mbi : '',
    memberId: cover?.memberId ?? '',
    // Cards print the number of the subscriber, the person's own, or both.
    subscriberId: cover && draws.chance(0.5) ? cover.subscriberId : '',
    memberSystem,
    payor: ownPayer,
    relationship:
      cover?.relationship ??
      (person.role === 'child' ? 'child' : person.role === 'spouse' ? 'spouse' : 'self'),
    status: cover?.status ?? 'active',
    period:
      cover && draws.chance(0.4) ? { start: cover.start, ...(cover.end && { end: cover.end }) } : undefined,
    upperCase: draws.chance(upperCase_share),
    corruptions: [],
  };
}

/** The request that this draft becomes. */
export function parametersOf(draws: Draws, id: string, draft: Draft): QueryParameters {
  return {
    resourceType: 'Parameters',
    id,
    parameter: [
      { name: 'MemberPatient', resource: patientOf(draws, draft) },
      { name: 'CoverageToMatch', resource: coverageToMatch(draft) },
      { name: 'CoverageToLink', resource: coverageToLink(draws) },
    ],
  };
}

function patientOf(draws: Draws, draft: Draft): Patient {
  const cased = (text: string): string => (draft.upperCase ? text.toUpperCase() : text);
  const name: HumanName = { use: 'official' };
  if (draft.family) name.family = cased(draft.family);
  const given = [draft.given, draft.middle].filter(Boolean).map(cased);
  if (given.length > 0) name.given = given;
  if (draft.prefix) name.prefix = [draft.prefix];
  if (draft.suffix) name.suffix = [draft.suffix];
  const identifier: Identifier[] = [];
  if (draft.mbi) identifier.push(medicareIdentifier(draft.mbi));
  if (draft.ssn4) identifier.push(ssnIdentifier(draft.ssn4));
  const telecom: Patient['telecom'] = [];
  if (draft.phone) telecom.push({ system: 'phone', value: phoneText(draws, draft.phone) });
  if (draft.email) telecom.push({ system: 'email', value: draft.email });
  return {
    resourceType: 'Patient',
    id: '1',
    ...(identifier.length > 0 && { identifier }),
    name: draft.maiden
      ? [name, { use: 'maiden', family: cased(draft.maiden), given: [cased(draft.given)] }]
      : [name],
    ...(draft.gender && { gender: draft.gender }),
    ...(draft.birthDate && { birthDate: draft.birthDate }),
    ...(draft.address && { address: [fhirAddress(draws, draft.address)] }),
    ...(telecom.length > 0 && { telecom }),
  };
}

function coverageToMatch(draft: Draft): Coverage {
  return {
    resourceType: 'Coverage',
    id: '9876B1',
    ...(draft.memberId && { identifier: [memberIdentifier(draft.memberId, draft.memberSystem)] }),
    status: draft.status,
    ...(draft.subscriberId && { subscriberId: draft.subscriberId }),
    beneficiary: { reference: 'Patient/1' },
    relationship: relationshipOf(draft.relationship),
    ...(draft.period && { period: draft.period }),
    payor: draft.payor,
  };
}

function coverageToLink(draws: Draws): Coverage {
  return {
    resourceType: 'Coverage',
    id: 'AA87654',
    identifier: [
      memberIdentifier(`N${String(draws.below(1_000_000_000)).padStart(9, '0')}`, newMemberSystem),
    ],
    status: 'active',
    beneficiary: { reference: 'Patient/1' },
    relationship: relationshipOf('self'),
    payor: newPayer,
  };
}
