/** What the requesting payer asks for: one `MemberBundle` a person, with the consent that each of them gave. */
import { consentPolicy, profile, system } from '../../fhir/systems.ts';
import type { castOf } from './cast.ts';
import { systems } from './codes.ts';
import { daysBefore } from './days.ts';
import type { MemberFacts } from './member.ts';
import { kindCover, type SamplePayer, thirdPlan, unitedCare } from './payers.ts';
import { concept, type Resource } from './resource.ts';

/** A request for one person, and what should come of it. */
export interface Enquiry {
  /** The requesting payer's own id of the person. */
  id: string;
  /** For people who watch the demo; the people are made up. */
  name: string;
  why: string;
  parts: { MemberPatient: Resource; CoverageToMatch: Resource; CoverageToLink: Resource; Consent: Resource };
}

interface Ask {
  name?: { given: string[]; family: string };
  why: string;
  /** Shown from the old card; both absent when the member knew neither. */
  memberId?: string;
  subscriberId?: string;
  policy?: keyof typeof consentPolicy;
  period?: { start: string; end: string };
  source?: SamplePayer;
  /** The member moved, and gives an address that the old plan never had. */
  moved?: boolean;
  recipient?: SamplePayer;
}

/** The enquiries that UnitedCare sends to KindCover. */
export function cohortOf(cast: ReturnType<typeof castOf>, today: string): Enquiry[] {
  const ran = { start: daysBefore(today, { months: 9 }), end: daysBefore(today, { months: 6 }) };
  const card = (facts: MemberFacts) => ({ memberId: facts.memberId, subscriberId: facts.subscriberId });
  const nobody: MemberFacts = {
    ...cast.aisha,
    given: ['Thomas'],
    family: 'Underhill',
    sex: 'male',
    birthDate: daysBefore(today, { years: 60, days: 3 }),
    memberId: 'KC81999999901',
    subscriberId: 'KC819999999',
  };
  const asks: readonly [MemberFacts, Ask][] = [
    [cast.john, { why: 'on his old card as he types it', ...card(cast.john) }],
    [cast.ella, { why: 'a twin on her father’s card', ...card(cast.ella) }],
    [
      cast.rosa,
      {
        why: 'under the name that her old card shows',
        name: { given: ['Rosa'], family: 'Delgado' },
        ...card(cast.rosa),
      },
    ],
    [cast.daniel, { why: 'two coverages, one person', ...card(cast.daniel) }],
    [cast.walter, { why: 'Medicare Advantage', ...card(cast.walter) }],
    [nobody, { why: 'never was a member', ...card(nobody) }],
    [
      cast.james,
      {
        why: 'two people share his name and birth date, and the card is lost',
        moved: true,
        subscriberId: 'UNKNOWN',
      },
    ],
    [cast.aisha, { why: 'the consent has run out', period: ran, ...card(cast.aisha) }],
    [cast.peter, { why: 'nothing sensitive may move (#regular)', policy: 'regular', ...card(cast.peter) }],
    [cast.lena, { why: 'the consent names another plan', recipient: thirdPlan, ...card(cast.lena) }],
  ];
  return asks.map(([facts, ask], i) => enquiry(facts, ask, i + 1, today));
}

function enquiry(facts: MemberFacts, ask: Ask, number: number, today: string): Enquiry {
  const id = `uc${3000 + number}`;
  const name = ask.name ?? { given: facts.given, family: facts.family };
  const patient = { reference: `Patient/${id}` };
  const payor = (payer: SamplePayer) => [
    { identifier: { system: systems.npi, value: payer.npi }, display: payer.name },
  ];
  const relationship = concept(systems.relationship, facts.relationship ?? 'self');
  const enrolled = daysBefore(today, { days: 20 });
  return {
    id,
    name: `${name.given.join(' ')} ${name.family}`,
    why: ask.why,
    parts: {
      MemberPatient: {
        resourceType: 'Patient',
        id,
        name: [{ use: 'official', ...name }],
        gender: facts.sex,
        birthDate: facts.birthDate,
        ...(ask.moved ? {} : { telecom: [{ system: 'phone', value: facts.phone }] }),
        address: [
          ask.moved
            ? {
                line: ['4 Harborview Ter'],
                city: 'Gloucester',
                state: 'MA',
                postalCode: '01930',
                country: 'US',
              }
            : {
                line: [facts.line],
                city: facts.city,
                state: 'MA',
                postalCode: facts.postalCode,
                country: 'US',
              },
        ],
      },
      CoverageToMatch: {
        resourceType: 'Coverage',
        id: `${id}-old`,
        ...(ask.memberId === undefined
          ? {}
          : { identifier: [{ type: concept(systems.identifierType, 'MB'), value: ask.memberId }] }),
        status: 'active',
        ...(ask.subscriberId === undefined ? {} : { subscriberId: ask.subscriberId }),
        beneficiary: patient,
        relationship,
        payor: payor(kindCover),
        class: [
          {
            type: concept(systems.coverageClass, 'plan'),
            value: facts.coverages.at(-1)!.plan[0],
            name: facts.coverages.at(-1)!.plan[1],
          },
        ],
      },
      CoverageToLink: {
        resourceType: 'Coverage',
        id: `${id}-new`,
        identifier: [
          {
            type: concept(systems.identifierType, 'MB'),
            system: `${unitedCare.identifiers}/member-id`,
            value: `UC90041${String(number).padStart(4, '0')}`,
          },
        ],
        status: 'active',
        subscriberId: `UC90041${String(number).padStart(4, '0')}`,
        beneficiary: patient,
        relationship,
        period: { start: enrolled },
        payor: payor(unitedCare),
      },
      Consent: consentOf(id, ask, today),
    },
  };
}

/** An HRex Consent: the old plan discloses, the new one receives, for a while. */
function consentOf(id: string, ask: Ask, today: string): Resource {
  const actor = (role: ReturnType<typeof concept>, payer: SamplePayer) => ({
    role,
    reference: { identifier: { system: systems.npi, value: payer.npi }, display: payer.name },
  });
  return {
    resourceType: 'Consent',
    id: `${id}-consent`,
    status: 'active',
    scope: concept(system.consentScope, 'patient-privacy'),
    category: [concept(system.actCode, 'IDSCL')],
    patient: { reference: `Patient/${id}` },
    dateTime: daysBefore(today, { days: 20 }),
    performer: [{ reference: `Patient/${id}` }],
    sourceReference: { reference: `DocumentReference/${id}-consent-form` },
    policy: [{ uri: consentPolicy[ask.policy ?? 'sensitive'] }],
    provision: {
      type: 'permit',
      period: ask.period ?? {
        start: daysBefore(today, { days: 20 }),
        end: daysBefore(today, { months: -11 }),
      },
      actor: [
        actor(concept(system.participantType, 'performer'), ask.source ?? kindCover),
        actor(concept(system.participationType, 'IRCP'), ask.recipient ?? unitedCare),
      ],
      action: [concept(system.consentAction, 'disclose')],
    },
  };
}

/** All enquiries as one `$bulk-member-match` request. */
export const bulkParameters = (enquiries: readonly Enquiry[]) => ({
  resourceType: 'Parameters',
  meta: { profile: [profile.bulkMemberMatchIn] },
  parameter: enquiries.map(({ parts }) => ({
    name: 'MemberBundle',
    part: Object.entries(parts).map(([name, resource]) => ({ name, resource })),
  })),
});

/** One enquiry as a `$member-match` request. */
export const singleParameters = ({ parts }: Enquiry) => ({
  resourceType: 'Parameters',
  meta: { profile: [profile.memberMatchIn] },
  parameter: Object.entries(parts).map(([name, resource]) => ({ name, resource })),
});
