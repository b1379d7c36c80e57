/** Prior authorizations as PDex carries them (pdex-priorauthorization). */
import { extension } from '../../fhir/systems.ts';
import type { Chart } from './chart.ts';
import { type Diagnosis, pdexPriorAuthorization, systems } from './codes.ts';
import { at, daysAfter } from './days.ts';
import type { Clinician, Site } from './network.ts';
import { type Concept, concept, decimal, type Reference } from './resource.ts';

/** X12 306, as far as the guides name the codes. */
const decisions = {
  approved: { code: 'A1', name: 'Certified in total', outcome: 'complete' },
  denied: { code: 'A3', name: 'Not Certified', outcome: 'complete' },
  pending: { code: 'A4', name: 'Pending', outcome: 'queued' },
} as const;

export interface PriorAuthorizationFacts {
  number: string;
  requested: string;
  /** When the status last changed. */
  decided: string;
  /** In effect; absent while nothing is decided. */
  period?: { start: string; end: string };
  claimType: 'professional' | 'institutional' | 'pharmacy';
  serviceType: Concept;
  diagnosis: Diagnosis;
  clinician: Clinician;
  site: Site;
  documents?: Reference[];
  items: readonly {
    service: Concept;
    decision: keyof typeof decisions;
    charge: number;
    units?: number;
  }[];
}

const usd = (value: number) => ({ value: decimal(value, 2), currency: 'USD' });

export function priorAuthorization(chart: Chart, facts: PriorAuthorizationFacts): Reference {
  const first = facts.items[0]!;
  return chart.add('ExplanationOfBenefit', facts.decided, [pdexPriorAuthorization], {
    extension: [
      {
        url: 'http://hl7.org/fhir/us/davinci-pdex/StructureDefinition/extension-levelOfServiceCode',
        valueCodeableConcept: concept(systems.levelOfService, 'U', 'Urgent'),
      },
    ],
    identifier: [{ system: 'https://kindcover.example/prior-authorization', value: facts.number }],
    status: 'active',
    type: concept(systems.claimType, facts.claimType),
    use: 'preauthorization',
    patient: chart.member.patient,
    billablePeriod: facts.period ?? { start: facts.requested },
    created: at(facts.requested, '08:00:00'),
    insurer: chart.network.payer,
    provider: facts.clinician.practitioner,
    facility: facts.site.location,
    priority: concept(systems.priority, 'normal', 'Normal'),
    preAuthRef: [facts.number],
    ...(facts.period === undefined ? {} : { preAuthRefPeriod: [facts.period] }),
    outcome: decisions[first.decision].outcome,
    careTeam: [{ sequence: 1, provider: facts.clinician.practitioner, responsible: true }],
    ...(facts.documents === undefined
      ? {}
      : {
          supportingInfo: facts.documents.map((valueReference, i) => ({
            sequence: i + 1,
            category: concept(systems.pasTemp, 'additionalInformation'),
            valueReference,
          })),
        }),
    diagnosis: [
      {
        sequence: 1,
        diagnosisCodeableConcept: concept(systems.icd10, facts.diagnosis.icd10, facts.diagnosis.name),
        type: [concept(systems.diagnosisType, 'principal', 'Principal Diagnosis')],
      },
    ],
    insurance: [{ focal: true, coverage: chart.member.coverageOn(facts.requested) }],
    item: facts.items.map((item, i) => itemOf(facts, item, i + 1)),
    total: [
      {
        extension: [
          { url: extension.priorAuthorizationUtilization, valueQuantity: { value: first.units ?? 1 } },
        ],
        category: concept(systems.pdexAmounts, 'eligible', 'Eligible'),
        amount: usd(facts.items.reduce((total, item) => total + item.charge, 0)),
      },
    ],
  });
}

function itemOf(
  facts: PriorAuthorizationFacts,
  item: PriorAuthorizationFacts['items'][number],
  sequence: number,
) {
  const decision = decisions[item.decision];
  const pas = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition';
  const decided = [
    {
      url: extension.reviewAction,
      extension: [
        { url: 'number', valueString: `${facts.number}-${sequence}` },
        {
          url: extension.reviewActionCode,
          valueCodeableConcept: concept(systems.reviewAction, decision.code, decision.name),
        },
      ],
    },
    { url: extension.whenAdjudicated, valueDateTime: at(facts.decided, '14:20:00') },
  ];
  return {
    extension: [
      {
        url: `${pas}/extension-itemTraceNumber`,
        valueIdentifier: { system: 'https://kindcover.example/trace', value: `${facts.number}-T${sequence}` },
      },
      ...(item.decision === 'approved' && facts.period !== undefined
        ? [
            { url: `${pas}/extension-itemPreAuthIssueDate`, valueDate: facts.decided },
            { url: `${pas}/extension-itemPreAuthPeriod`, valuePeriod: facts.period },
          ]
        : []),
    ],
    sequence,
    category: facts.serviceType,
    productOrService: item.service,
    servicedPeriod: facts.period ?? { start: facts.requested, end: daysAfter(facts.requested, 30) },
    adjudication: [
      {
        extension: decided,
        category: concept(systems.adjudication, 'submitted', 'Submitted Amount'),
        amount: usd(item.charge),
      },
      ...(item.decision === 'approved'
        ? [
            { category: concept(systems.adjudication, 'copay', 'CoPay'), amount: usd(25) },
            {
              category: concept(systems.pdexDiscriminator, 'allowedunits'),
              value: decimal(item.units ?? 1, 1),
            },
          ]
        : []),
      ...(item.decision === 'denied'
        ? [
            {
              category: concept(systems.pdexDiscriminator, 'denialreason'),
              reason: concept(systems.carc, '50'),
            },
          ]
        : []),
    ],
  };
}
