/** What a visit leaves in a chart: US Core 6.1 resources. */
import type { Chart } from './chart.ts';
import {
  type Diagnosis,
  type Drug,
  diagnosisConcept,
  type Measure,
  systems,
  usCore,
  type Vaccine,
  vitals,
} from './codes.ts';
import { at, daysAfter } from './days.ts';
import type { Clinician, Site } from './network.ts';
import { type Concept, concept, decimal, type Reference } from './resource.ts';

export interface VisitFacts {
  day: string;
  /** Days until discharge, for a stay. */
  nights?: number;
  type: Concept;
  clinician: Clinician;
  site: Site;
  reason: Diagnosis;
}

export function visit(chart: Chart, facts: VisitFacts): Reference {
  const stay = facts.nights !== undefined;
  return chart.add('Encounter', facts.day, [usCore('encounter')], {
    identifier: [
      { system: 'https://kindcover.example/encounter', value: `${chart.member.facts.id}-${facts.day}` },
    ],
    status: 'finished',
    class: stay
      ? { system: systems.actCode, code: 'IMP', display: 'inpatient encounter' }
      : { system: systems.actCode, code: 'AMB', display: 'ambulatory' },
    type: [facts.type],
    subject: chart.member.patient,
    participant: [
      {
        type: [
          concept('http://terminology.hl7.org/CodeSystem/v3-ParticipationType', 'PPRF', 'primary performer'),
        ],
        individual: facts.clinician.practitioner,
        period: { start: at(facts.day), end: at(facts.day, '10:00:00') },
      },
    ],
    period: { start: at(facts.day), end: at(daysAfter(facts.day, facts.nights ?? 0), '11:00:00') },
    reasonCode: [diagnosisConcept(facts.reason)],
    ...(stay
      ? {
          hospitalization: {
            dischargeDisposition: concept(
              'http://terminology.hl7.org/CodeSystem/discharge-disposition',
              'home',
              'Home',
            ),
          },
        }
      : {}),
    location: [{ location: facts.site.location }],
    serviceProvider: facts.site.organization,
  });
}

export const officeVisit = concept(
  systems.cpt,
  '99214',
  'Office visit, established patient, moderate complexity',
);
export const newPatientVisit = concept(
  systems.cpt,
  '99204',
  'Office visit, new patient, moderate complexity',
);
export const wellVisit = concept(systems.cpt, '99396', 'Preventive visit, established patient');
export const hospitalStay = concept(systems.cpt, '99223', 'Initial hospital care, high complexity');

/** A problem-list entry that stays until it is resolved. */
export function problem(
  chart: Chart,
  d: Diagnosis,
  onset: string,
  encounter: Reference,
  resolved?: string,
): Reference {
  return chart.add('Condition', onset, [usCore('condition-problems-health-concerns')], {
    clinicalStatus: concept(
      'http://terminology.hl7.org/CodeSystem/condition-clinical',
      resolved === undefined ? 'active' : 'resolved',
    ),
    verificationStatus: concept('http://terminology.hl7.org/CodeSystem/condition-ver-status', 'confirmed'),
    category: [
      concept(
        'http://terminology.hl7.org/CodeSystem/condition-category',
        'problem-list-item',
        'Problem List Item',
      ),
    ],
    code: diagnosisConcept(d),
    subject: chart.member.patient,
    encounter,
    onsetDateTime: onset,
    ...(resolved === undefined ? {} : { abatementDateTime: resolved }),
    recordedDate: onset,
  });
}

/** What was diagnosed at one visit. */
export function encounterDiagnosis(chart: Chart, d: Diagnosis, day: string, encounter: Reference): Reference {
  return chart.add('Condition', day, [usCore('condition-encounter-diagnosis')], {
    clinicalStatus: concept('http://terminology.hl7.org/CodeSystem/condition-clinical', 'resolved'),
    verificationStatus: concept('http://terminology.hl7.org/CodeSystem/condition-ver-status', 'confirmed'),
    category: [
      concept(
        'http://terminology.hl7.org/CodeSystem/condition-category',
        'encounter-diagnosis',
        'Encounter Diagnosis',
      ),
    ],
    code: diagnosisConcept(d),
    subject: chart.member.patient,
    encounter,
    onsetDateTime: day,
    abatementDateTime: daysAfter(day, 30),
    recordedDate: day,
  });
}

const quantity = (value: number, measure: Measure) => ({
  value: decimal(value, measure.places),
  unit: measure.unit,
  system: systems.ucum,
  code: measure.unit,
});

/** A laboratory result, with its reference range and an interpretation where it lies outside. */
export function labResult(
  chart: Chart,
  measure: Measure,
  value: number,
  day: string,
  encounter: Reference,
): Reference {
  const flag =
    measure.high !== undefined && value > measure.high
      ? concept('http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', 'H', 'High')
      : measure.low !== undefined && value < measure.low
        ? concept('http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', 'L', 'Low')
        : concept('http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', 'N', 'Normal');
  return chart.add('Observation', day, [usCore('observation-lab')], {
    status: 'final',
    category: [concept(systems.observationCategory, 'laboratory', 'Laboratory')],
    code: concept(systems.loinc, measure.loinc, measure.name),
    subject: chart.member.patient,
    encounter,
    effectiveDateTime: at(day, '10:15:00'),
    issued: at(daysAfter(day, 1), '16:40:00'),
    performer: [chart.network.hospital.organization],
    valueQuantity: quantity(value, measure),
    interpretation: [flag],
    ...(measure.low === undefined && measure.high === undefined
      ? {}
      : {
          referenceRange: [
            {
              ...(measure.low === undefined ? {} : { low: quantity(measure.low, measure) }),
              ...(measure.high === undefined ? {} : { high: quantity(measure.high, measure) }),
            },
          ],
        }),
  });
}

/** The report that a laboratory sends for one draw. */
export function labReport(
  chart: Chart,
  panel: Concept,
  results: Reference[],
  day: string,
  encounter: Reference,
): Reference {
  return chart.add('DiagnosticReport', day, [usCore('diagnosticreport-lab')], {
    status: 'final',
    category: [concept('http://terminology.hl7.org/CodeSystem/v2-0074', 'LAB', 'Laboratory')],
    code: panel,
    subject: chart.member.patient,
    encounter,
    effectiveDateTime: at(day, '10:15:00'),
    issued: at(daysAfter(day, 1), '16:45:00'),
    performer: [chart.network.hospital.organization],
    result: results,
  });
}

const vitalSigns = [concept(systems.observationCategory, 'vital-signs', 'Vital Signs')];

export function bloodPressure(
  chart: Chart,
  systolic: number,
  diastolic: number,
  day: string,
  encounter: Reference,
): Reference {
  const pressure = (value: number) => ({
    value,
    unit: 'mm[Hg]',
    system: systems.ucum,
    code: 'mm[Hg]',
  });
  return chart.add('Observation', day, [usCore('blood-pressure')], {
    status: 'final',
    category: vitalSigns,
    code: concept(systems.loinc, '85354-9', 'Blood pressure panel with all children optional'),
    subject: chart.member.patient,
    encounter,
    effectiveDateTime: at(day, '09:40:00'),
    performer: [chart.network.family.practitioner],
    component: [
      {
        code: concept(systems.loinc, '8480-6', 'Systolic blood pressure'),
        valueQuantity: pressure(systolic),
      },
      {
        code: concept(systems.loinc, '8462-4', 'Diastolic blood pressure'),
        valueQuantity: pressure(diastolic),
      },
    ],
  });
}

const vitalProfile: Record<keyof typeof vitals, string> = {
  weight: usCore('body-weight'),
  height: usCore('body-height'),
  bmi: usCore('bmi'),
  heartRate: usCore('heart-rate'),
};

export function vitalSign(
  chart: Chart,
  which: keyof typeof vitals,
  value: number,
  day: string,
  encounter: Reference,
): Reference {
  const measure = vitals[which];
  return chart.add('Observation', day, [vitalProfile[which]], {
    status: 'final',
    category: vitalSigns,
    code: concept(systems.loinc, measure.loinc, measure.name),
    subject: chart.member.patient,
    encounter,
    effectiveDateTime: at(day, '09:40:00'),
    performer: [chart.network.family.practitioner],
    valueQuantity: quantity(value, measure),
  });
}

export function smokingStatus(chart: Chart, day: string, encounter: Reference): Reference {
  return chart.add('Observation', day, [usCore('smokingstatus')], {
    status: 'final',
    category: [concept(systems.observationCategory, 'social-history', 'Social History')],
    code: concept(systems.loinc, '72166-2', 'Tobacco smoking status'),
    subject: chart.member.patient,
    encounter,
    effectiveDateTime: at(day, '09:45:00'),
    performer: [chart.network.family.practitioner],
    valueCodeableConcept: concept(systems.snomed, '266919005', 'Never smoked tobacco'),
  });
}

export function prescription(
  chart: Chart,
  drug: Drug,
  day: string,
  encounter: Reference,
  options: { stopped?: boolean; reason?: Reference } = {},
): Reference {
  return chart.add('MedicationRequest', day, [usCore('medicationrequest')], {
    status: options.stopped ? 'stopped' : 'active',
    intent: 'order',
    category: [
      concept('http://terminology.hl7.org/CodeSystem/medicationrequest-category', 'outpatient', 'Outpatient'),
    ],
    reportedBoolean: false,
    medicationCodeableConcept: concept(systems.rxnorm, drug.rxnorm, drug.name),
    subject: chart.member.patient,
    encounter,
    authoredOn: at(day, '09:55:00'),
    requester: chart.network.family.practitioner,
    ...(options.reason === undefined ? {} : { reasonReference: [options.reason] }),
    dosageInstruction: [
      {
        text: drug.dose,
        timing: {
          repeat: {
            frequency: Math.max(1, Math.round(drug.quantity / drug.days)),
            period: 1,
            periodUnit: 'd',
          },
        },
        doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablet', system: systems.ucum, code: '1' } }],
      },
    ],
    dispenseRequest: {
      numberOfRepeatsAllowed: 3,
      quantity: { value: drug.quantity, unit: 'tablet', system: systems.ucum, code: '1' },
      expectedSupplyDuration: { value: drug.days, unit: 'days', system: systems.ucum, code: 'd' },
    },
  });
}

export function immunization(chart: Chart, vaccine: Vaccine, day: string): Reference {
  return chart.add('Immunization', day, [usCore('immunization')], {
    status: 'completed',
    vaccineCode: concept(systems.cvx, vaccine.cvx, vaccine.name),
    patient: chart.member.patient,
    occurrenceDateTime: at(day, '10:05:00'),
    primarySource: true,
    location: chart.network.practice.location,
    performer: [{ actor: chart.network.family.practitioner }],
  });
}

export function procedure(
  chart: Chart,
  code: Concept,
  day: string,
  encounter: Reference | undefined,
  clinician: Clinician,
  reason?: Reference,
): Reference {
  return chart.add('Procedure', day, [usCore('procedure')], {
    status: 'completed',
    code,
    subject: chart.member.patient,
    ...(encounter === undefined ? {} : { encounter }),
    performedDateTime: at(day, '10:20:00'),
    performer: [{ actor: clinician.practitioner }],
    ...(reason === undefined ? {} : { reasonReference: [reason] }),
  });
}

/** A document with its text inside. */
export function document(
  chart: Chart,
  type: Concept,
  day: string,
  attachment: { contentType: string; title: string; bytes: Buffer },
  encounter?: Reference,
): Reference {
  return chart.add('DocumentReference', day, [usCore('documentreference')], {
    identifier: [
      { system: 'https://kindcover.example/document', value: `${chart.member.facts.id}-${attachment.title}` },
    ],
    status: 'current',
    type,
    category: [
      concept(
        'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
        'clinical-note',
        'Clinical Note',
      ),
    ],
    subject: chart.member.patient,
    date: at(day, '12:00:00'),
    author: [chart.network.family.practitioner],
    content: [
      {
        attachment: {
          contentType: attachment.contentType,
          data: attachment.bytes.toString('base64'),
          size: attachment.bytes.length,
          title: attachment.title,
          creation: at(day, '12:00:00'),
        },
      },
    ],
    context: {
      ...(encounter === undefined ? {} : { encounter: [encounter] }),
      period: { start: at(day), end: at(day, '12:00:00') },
    },
  });
}

/** Where a record came from, as the payer took it in (pdex-128). */
export function receivedFrom(chart: Chart, targets: Reference[], day: string, site: Site): Reference {
  return chart.add(
    'Provenance',
    day,
    [usCore('provenance'), 'http://hl7.org/fhir/us/davinci-pdex/StructureDefinition/pdex-provenance'],
    {
      target: targets,
      recorded: at(daysAfter(day, 1), '06:00:00'),
      agent: [
        {
          type: concept(
            'http://terminology.hl7.org/CodeSystem/provenance-participant-type',
            'author',
            'Author',
          ),
          who: site.organization,
        },
      ],
      entity: [
        {
          extension: [
            {
              url: 'http://hl7.org/fhir/us/davinci-pdex/StructureDefinition/ProvenanceSourceFrom',
              valueCodeableConcept: concept(
                'http://hl7.org/fhir/us/davinci-pdex/CodeSystem/ProvenancePayerDataSource',
                'hl7ccda',
                'HL7 C-CDA',
              ),
            },
          ],
          role: 'source',
          what: { display: 'C-CDA document from the practice' },
        },
      ],
    },
  );
}
