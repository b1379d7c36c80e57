/** Claims as a payer files them: CARIN Blue Button in the full financial view. */
import type { Chart } from './chart.ts';
import { c4bb, type Diagnosis, type Drug, systems } from './codes.ts';
import { at, daysAfter } from './days.ts';
import type { Clinician, Site } from './network.ts';
import { type Concept, concept, decimal, type Reference } from './resource.ts';

/** One line of a claim. `charge` in dollars. */
export interface ClaimLine {
  code: Concept;
  charge: number;
  revenue?: string;
  bodySite?: Concept;
}

const usd = (value: number) => ({ value: decimal(value, 2), currency: 'USD' });

const discriminator = (code: string, status: string) => ({
  category: concept(systems.carinDiscriminator, code),
  reason: concept(systems.carinStatus, status),
});
const paymentStatus = discriminator('benefitpaymentstatus', 'innetwork');
const billingStatus = discriminator('billingnetworkstatus', 'innetwork');
const renderingStatus = discriminator('renderingnetworkstatus', 'innetwork');

/** What was charged, allowed, paid and owed: the plan allows 62 % and the member owes a tenth of that. */
function shares(charge: number) {
  const allowed = Math.round(charge * 62) / 100;
  const coinsurance = Math.round(allowed * 10) / 100;
  return { charge, allowed, coinsurance, paid: allowed - coinsurance, discount: charge - allowed };
}

function amounts(charge: number) {
  const { allowed, coinsurance, paid, discount } = shares(charge);
  return [
    { category: concept(systems.adjudication, 'submitted', 'Submitted Amount'), amount: usd(charge) },
    { category: concept(systems.adjudication, 'eligible', 'Eligible Amount'), amount: usd(allowed) },
    { category: concept(systems.adjudication, 'deductible', 'Deductible'), amount: usd(0) },
    { category: concept(systems.carinAdjudication, 'coinsurance', 'Coinsurance'), amount: usd(coinsurance) },
    { category: concept(systems.carinAdjudication, 'discount', 'Discount'), amount: usd(discount) },
    { category: concept(systems.carinAdjudication, 'paidtoprovider', 'Paid to provider'), amount: usd(paid) },
    {
      category: concept(systems.carinAdjudication, 'memberliability', 'Member liability'),
      amount: usd(coinsurance),
    },
  ];
}

/** The adjustment that the provider writes off (CARC 45) and the member's share (CARC 2: cost-sharing in a code). */
const adjustments = [
  { category: concept(systems.carinDiscriminator, 'adjustmentreason'), reason: concept(systems.carc, '45') },
  { category: concept(systems.carinDiscriminator, 'adjustmentreason'), reason: concept(systems.carc, '2') },
];

const info = (sequence: number, code: string, value: object) => ({
  sequence,
  category: concept(systems.carinSupportingInfo, code),
  ...value,
});

interface Claim {
  profile: string;
  type: Concept;
  start: string;
  end?: string;
  provider: Reference;
  careTeam: readonly [system: string, role: string, who: Reference][];
  charge: number;
  /** Everything that only this kind of claim has. */
  more: object;
}

function claim(chart: Chart, facts: Claim): Reference {
  const received = daysAfter(facts.end ?? facts.start, 9);
  const paid = daysAfter(received, 12);
  const { charge } = facts;
  return chart.add('ExplanationOfBenefit', received, [c4bb(`ExplanationOfBenefit-${facts.profile}`)], {
    identifier: [
      {
        type: concept(systems.carinIdentifierType, 'uc', 'Unique Claim ID'),
        system: 'https://kindcover.example/claim',
        value: `CLM-${chart.member.facts.id}-${facts.start.replaceAll('-', '')}-${chart.resources.length}`,
      },
    ],
    status: 'active',
    type: facts.type,
    use: 'claim',
    patient: chart.member.patient,
    billablePeriod: { start: facts.start, end: facts.end ?? facts.start },
    created: at(received, '00:00:00'),
    insurer: chart.network.payer,
    provider: facts.provider,
    payee: { type: concept(systems.payeeType, 'provider', 'Provider'), party: facts.provider },
    outcome: 'complete',
    careTeam: facts.careTeam.map(([system, role, who], i) => ({
      sequence: i + 1,
      provider: who,
      role: concept(system, role),
    })),
    insurance: [{ focal: true, coverage: chart.member.coverageOn(facts.start) }],
    ...facts.more,
    total: amounts(charge),
    payment: {
      type: concept(systems.carinStatus, 'paid', 'Paid'),
      date: paid,
      amount: usd(shares(charge).paid),
    },
  });
}

const sum = (lines: readonly ClaimLine[]) => lines.reduce((total, line) => total + line.charge, 0);

const diagnosisList = (list: readonly Diagnosis[], others: 'secondary' | 'other') =>
  list.map((d, i) => ({
    sequence: i + 1,
    diagnosisCodeableConcept: concept(systems.icd10, d.icd10, d.name),
    type: [
      i === 0
        ? concept(systems.diagnosisType, 'principal', 'Principal Diagnosis')
        : concept(systems.carinDiagnosisType, others),
    ],
  }));

export function professionalClaim(
  chart: Chart,
  facts: {
    day: string;
    clinician: Clinician;
    site: Site;
    diagnoses: readonly Diagnosis[];
    lines: readonly ClaimLine[];
    encounter?: Reference;
    vision?: boolean;
  },
): Reference {
  return claim(chart, {
    profile: 'Professional-NonClinician',
    type: facts.vision
      ? concept(systems.claimType, 'vision', 'Vision')
      : concept(systems.claimType, 'professional', 'Professional'),
    start: facts.day,
    provider: facts.site.organization,
    careTeam: [[systems.carinCareTeamRole, 'rendering', facts.clinician.practitioner]],
    charge: sum(facts.lines),
    more: {
      supportingInfo: [
        info(1, 'clmrecvddate', { timingDate: daysAfter(facts.day, 9) }),
        info(2, 'servicefacility', { valueReference: facts.site.organization }),
      ],
      diagnosis: diagnosisList(facts.diagnoses, 'secondary'),
      item: facts.lines.map((line, i) => ({
        sequence: i + 1,
        diagnosisSequence: [1],
        productOrService: line.code,
        servicedDate: facts.day,
        locationCodeableConcept: concept(systems.placeOfService, '11', 'Office'),
        quantity: { value: 1 },
        ...(facts.encounter === undefined ? {} : { encounter: [facts.encounter] }),
        net: usd(line.charge),
        adjudication: [paymentStatus, ...adjustments, ...amounts(line.charge)],
      })),
      adjudication: [billingStatus, renderingStatus],
    },
  });
}

interface InstitutionalFacts {
  start: string;
  end?: string;
  attending: Clinician;
  diagnoses: readonly Diagnosis[];
  lines: readonly ClaimLine[];
}

const institutionalItems = (facts: InstitutionalFacts) =>
  facts.lines.map((line, i) => ({
    sequence: i + 1,
    revenue: concept(systems.revenue, line.revenue ?? '0500'),
    productOrService: line.code,
    servicedDate: facts.start,
    quantity: { value: 1 },
    net: usd(line.charge),
    adjudication: [...adjustments, ...amounts(line.charge)],
  }));

const institutionalTeam = (facts: InstitutionalFacts): Claim['careTeam'] => [
  [systems.carinCareTeamRole, 'attending', facts.attending.practitioner],
];

export function outpatientClaim(chart: Chart, facts: InstitutionalFacts): Reference {
  return claim(chart, {
    profile: 'Outpatient-Institutional',
    type: concept(systems.claimType, 'institutional', 'Institutional'),
    start: facts.start,
    provider: chart.network.hospital.organization,
    careTeam: institutionalTeam(facts),
    charge: sum(facts.lines),
    more: {
      subType: concept(systems.carinSubType, 'outpatient', 'Outpatient'),
      supportingInfo: [
        info(1, 'clmrecvddate', { timingDate: daysAfter(facts.start, 9) }),
        info(2, 'typeofbill', { code: concept(systems.typeOfBill, '131') }),
      ],
      diagnosis: diagnosisList(facts.diagnoses, 'other'),
      item: institutionalItems(facts),
      adjudication: [paymentStatus, billingStatus],
    },
  });
}

export function inpatientClaim(
  chart: Chart,
  facts: InstitutionalFacts & { end: string; drg: string; procedure?: Concept },
): Reference {
  return claim(chart, {
    profile: 'Inpatient-Institutional',
    type: concept(systems.claimType, 'institutional', 'Institutional'),
    start: facts.start,
    end: facts.end,
    provider: chart.network.hospital.organization,
    careTeam: institutionalTeam(facts),
    charge: sum(facts.lines),
    more: {
      subType: concept(systems.carinSubType, 'inpatient', 'Inpatient'),
      supportingInfo: [
        info(1, 'admissionperiod', { timingPeriod: { start: facts.start, end: facts.end } }),
        info(2, 'clmrecvddate', { timingDate: daysAfter(facts.end, 9) }),
        info(3, 'typeofbill', { code: concept(systems.typeOfBill, '111') }),
        info(4, 'pointoforigin', { code: concept(systems.pointOfOrigin, '1') }),
        info(5, 'admtype', { code: concept(systems.admissionType, '1') }),
        info(6, 'discharge-status', { code: concept(systems.dischargeStatus, '01') }),
        info(7, 'drg', { code: concept(systems.drg, facts.drg) }),
      ],
      diagnosis: diagnosisList(facts.diagnoses, 'other'),
      ...(facts.procedure === undefined
        ? {}
        : {
            procedure: [
              {
                sequence: 1,
                type: [concept(systems.carinProcedureType, 'principal', 'Principal')],
                date: at(facts.start, '15:00:00'),
                procedureCodeableConcept: facts.procedure,
              },
            ],
          }),
      item: institutionalItems(facts),
      adjudication: [paymentStatus, billingStatus],
    },
  });
}

export function oralClaim(chart: Chart, facts: { day: string; lines: readonly ClaimLine[] }): Reference {
  const { dental, dentist } = chart.network;
  return claim(chart, {
    profile: 'Oral',
    type: concept(systems.claimType, 'oral', 'Oral'),
    start: facts.day,
    provider: dental.organization,
    careTeam: [[systems.carinCareTeamRole, 'rendering', dentist.practitioner]],
    charge: sum(facts.lines),
    more: {
      supportingInfo: [
        info(1, 'clmrecvddate', { timingDate: daysAfter(facts.day, 9) }),
        info(2, 'servicefacility', { valueReference: dental.organization }),
      ],
      item: facts.lines.map((line, i) => ({
        sequence: i + 1,
        productOrService: line.code,
        servicedDate: facts.day,
        locationCodeableConcept: concept(systems.placeOfService, '11', 'Office'),
        quantity: { value: 1 },
        net: usd(line.charge),
        adjudication: [paymentStatus, ...adjustments, ...amounts(line.charge)],
      })),
      adjudication: [billingStatus, renderingStatus, paymentStatus],
    },
  });
}

/** One fill at the pharmacy. `refill` counts from 0. */
export function pharmacyClaim(
  chart: Chart,
  facts: { drug: Drug; day: string; refill: number; prescription?: Reference },
): Reference {
  const { drug, day } = facts;
  return claim(chart, {
    profile: 'Pharmacy',
    type: concept(systems.claimType, 'pharmacy', 'Pharmacy'),
    start: day,
    provider: chart.network.pharmacy.organization,
    careTeam: [[systems.carinCareTeamRole, 'prescribing', chart.network.family.practitioner]],
    charge: drug.price,
    more: {
      ...(facts.prescription === undefined ? {} : { prescription: facts.prescription }),
      supportingInfo: [
        info(1, 'dayssupply', { valueQuantity: { value: drug.days } }),
        info(2, 'dawcode', { code: concept(systems.daw, '0') }),
        info(3, 'refillnum', { valueQuantity: { value: facts.refill } }),
        info(4, 'refillsauthorized', { valueQuantity: { value: 3 } }),
        info(5, 'brandgenericindicator', { code: concept(systems.brandGeneric, '2') }),
        info(6, 'rxorigincode', { code: concept(systems.rxOrigin, '3') }),
        info(7, 'clmrecvddate', { timingDate: day }),
      ],
      item: [
        {
          sequence: 1,
          productOrService: concept(systems.ndc, drug.ndc, drug.name),
          servicedDate: day,
          quantity: { value: drug.quantity },
          net: usd(drug.price),
          adjudication: amounts(drug.price),
        },
      ],
      adjudication: [billingStatus, paymentStatus],
    },
  });
}
