/** John Smith: two years of hypertension and diabetes care, and what lies before. */
import type { Chart } from './chart.ts';
import { inpatientClaim, oralClaim, outpatientClaim, pharmacyClaim, professionalClaim } from './claims.ts';
import {
  bloodPressure,
  document,
  encounterDiagnosis,
  hospitalStay,
  immunization,
  labReport,
  labResult,
  newPatientVisit,
  officeVisit,
  prescription,
  problem,
  procedure,
  receivedFrom,
  smokingStatus,
  visit,
  vitalSign,
} from './clinical.ts';
import { type Drug, diagnoses, drugs, measures, panels, systems, usCore, vaccines } from './codes.ts';
import { at, daysAfter, daysBefore } from './days.ts';
import { pdfOf } from './pdf.ts';
import { priorAuthorization } from './prior-authorization.ts';
import { concept, type Reference } from './resource.ts';
import { services, serviceTypes } from './services.ts';

/** One quarterly visit: how long ago, and what was measured. A course that gets better under treatment. */
interface Quarter {
  months: number;
  pressure: readonly [systolic: number, diastolic: number];
  weight: number;
  a1c: number;
  glucose: number;
  creatinine: number;
  egfr: number;
  lipids?: readonly [total: number, triglyceride: number, hdl: number, ldl: number];
  albuminRatio?: number;
}

const course: readonly Quarter[] = [
  {
    months: 24,
    pressure: [152, 96],
    weight: 104.3,
    a1c: 8.4,
    glucose: 182,
    creatinine: 1.02,
    egfr: 92,
    lipids: [238, 212, 38, 158],
    albuminRatio: 41.5,
  },
  { months: 21, pressure: [146, 92], weight: 103.1, a1c: 7.9, glucose: 168, creatinine: 1.04, egfr: 90 },
  {
    months: 18,
    pressure: [144, 90],
    weight: 101.8,
    a1c: 7.6,
    glucose: 159,
    creatinine: 1.03,
    egfr: 91,
    lipids: [226, 190, 39, 149],
    albuminRatio: 36.2,
  },
  { months: 15, pressure: [138, 88], weight: 100.2, a1c: 7.3, glucose: 148, creatinine: 1.05, egfr: 89 },
  {
    months: 12,
    pressure: [134, 84],
    weight: 98.9,
    a1c: 7.1,
    glucose: 141,
    creatinine: 1.06,
    egfr: 88,
    lipids: [178, 158, 42, 104],
    albuminRatio: 28.4,
  },
  { months: 9, pressure: [132, 84], weight: 97.4, a1c: 7.0, glucose: 134, creatinine: 1.05, egfr: 89 },
  {
    months: 6,
    pressure: [130, 82],
    weight: 96.5,
    a1c: 6.8,
    glucose: 128,
    creatinine: 1.07,
    egfr: 87,
    lipids: [161, 139, 44, 89],
    albuminRatio: 24.0,
  },
  { months: 3, pressure: [128, 80], weight: 95.8, a1c: 6.7, glucose: 122, creatinine: 1.06, egfr: 88 },
];

const height_cm = 180;

/** Writes John's whole history into his chart, as it stands on `today`. */
export function johnsHistory(chart: Chart, today: string): void {
  const ago = (months: number) => daysBefore(today, { months });
  const { network } = chart;
  const obesity = longAgo(chart, today);

  const first = visit(chart, {
    day: ago(24),
    type: newPatientVisit,
    clinician: network.family,
    site: network.practice,
    reason: diagnoses.diabetes,
  });
  const hypertension = problem(chart, diagnoses.hypertension, ago(24), first);
  const diabetes = problem(chart, diagnoses.diabetes, ago(24), first);
  const hyperlipidemia = problem(chart, diagnoses.hyperlipidemia, ago(24), first);
  smokingStatus(chart, ago(24), first);
  vitalSign(chart, 'height', height_cm, ago(24), first);

  course.forEach((quarter, i) => {
    const day = ago(quarter.months);
    const encounter =
      i === 0
        ? first
        : visit(chart, {
            day,
            type: officeVisit,
            clinician: network.family,
            site: network.practice,
            reason: diagnoses.diabetes,
          });
    const reports = measured(chart, quarter, day, encounter);
    receivedFrom(chart, [encounter, ...reports], day, network.practice);
    professionalClaim(chart, {
      day,
      clinician: network.family,
      site: network.practice,
      diagnoses: [diagnoses.diabetes, diagnoses.hypertension, diagnoses.hyperlipidemia],
      encounter,
      lines: [
        { code: i === 0 ? services.newPatient : services.officeVisit, charge: i === 0 ? 318.5 : 211.4 },
        { code: services.venipuncture, charge: 14.75 },
      ],
    });
    outpatientClaim(chart, {
      start: day,
      attending: network.family,
      diagnoses: [diagnoses.diabetes],
      lines: [
        { code: services.a1c, charge: 48.2, revenue: '0301' },
        { code: services.metabolicPanel, charge: 61.5, revenue: '0301' },
        ...(quarter.lipids === undefined
          ? []
          : [{ code: services.lipidPanel, charge: 74.1, revenue: '0301' }]),
      ],
    });
  });

  treatment(chart, drugs.metformin, first, diabetes, today, 24, 0);
  treatment(chart, drugs.lisinopril10, first, hypertension, today, 24, 18);
  treatment(chart, drugs.lisinopril20, first, hypertension, today, 18, 0);
  treatment(chart, drugs.atorvastatin, first, hyperlipidemia, today, 18, 0);
  hospital(chart, today, hypertension);
  yearly(chart, today, diabetes, first);
  carePlan(chart, today, [hypertension, diabetes, hyperlipidemia, obesity]);
  authorizations(chart, today, first);
}

function measured(chart: Chart, quarter: Quarter, day: string, encounter: Reference): Reference[] {
  bloodPressure(chart, quarter.pressure[0], quarter.pressure[1], day, encounter);
  vitalSign(chart, 'weight', quarter.weight, day, encounter);
  vitalSign(chart, 'bmi', quarter.weight / (height_cm / 100) ** 2, day, encounter);
  vitalSign(chart, 'heartRate', 70 + (quarter.months % 7), day, encounter);
  const result = (measure: keyof typeof measures, value: number) =>
    labResult(chart, measures[measure], value, day, encounter);
  const reports = [
    labReport(chart, panels.a1c, [result('a1c', quarter.a1c)], day, encounter),
    labReport(
      chart,
      panels.metabolic,
      [
        result('glucose', quarter.glucose),
        result('creatinine', quarter.creatinine),
        result('egfr', quarter.egfr),
        result('potassium', 4.1 + (quarter.months % 5) / 10),
      ],
      day,
      encounter,
    ),
  ];
  if (quarter.lipids !== undefined) {
    const [total, triglyceride, hdl, ldl] = quarter.lipids;
    const results = [
      result('cholesterol', total),
      result('triglyceride', triglyceride),
      result('hdl', hdl),
      result('ldl', ldl),
    ];
    reports.push(labReport(chart, panels.lipid, results, day, encounter));
  }
  if (quarter.albuminRatio !== undefined) {
    reports.push(
      labReport(chart, panels.albumin, [result('albuminRatio', quarter.albuminRatio)], day, encounter),
    );
  }
  return reports;
}

/** A prescription and its fills every three months, `from` months ago until `to` months ago. */
function treatment(
  chart: Chart,
  drug: Drug,
  encounter: Reference,
  reason: Reference,
  today: string,
  from: number,
  to: number,
): void {
  const ordered = prescription(chart, drug, daysBefore(today, { months: from }), encounter, {
    stopped: to > 0,
    reason,
  });
  for (let months = from, fill = 0; months > to; months -= 3, fill++) {
    const day = daysAfter(daysBefore(today, { months }), 1);
    pharmacyClaim(chart, { drug, day, refill: fill % 4, prescription: ordered });
  }
}

/** Fourteen months ago: two nights for a hypertensive urgency. */
function hospital(chart: Chart, today: string, hypertension: Reference): void {
  const { network } = chart;
  const day = daysBefore(today, { months: 14 });
  const stay = visit(chart, {
    day,
    nights: 2,
    type: hospitalStay,
    clinician: network.cardiology,
    site: network.hospital,
    reason: diagnoses.hypertensiveUrgency,
  });
  const acute = encounterDiagnosis(chart, diagnoses.hypertensiveUrgency, day, stay);
  bloodPressure(chart, 198, 118, day, stay);
  bloodPressure(chart, 142, 90, daysAfter(day, 2), stay);
  procedure(chart, services.electrocardiogram, day, stay, network.cardiology, acute);
  procedure(chart, services.echocardiogram, daysAfter(day, 1), stay, network.cardiology, hypertension);
  document(
    chart,
    concept(systems.loinc, '18842-5', 'Discharge summary'),
    daysAfter(day, 2),
    {
      contentType: 'text/plain',
      title: 'Discharge summary',
      bytes: Buffer.from(
        'Admitted with hypertensive urgency after missed doses. No end-organ damage: ECG sinus rhythm, echocardiogram normal. Pressure controlled on lisinopril 20 mg. Follow up with family medicine in one week.',
      ),
    },
    stay,
  );
  inpatientClaim(chart, {
    start: day,
    end: daysAfter(day, 2),
    attending: network.cardiology,
    diagnoses: [diagnoses.hypertensiveUrgency, diagnoses.hypertension, diagnoses.diabetes],
    drg: '305',
    procedure: concept(systems.icd10Procedure, 'B245ZZZ', 'Ultrasonography of left heart'),
    lines: [
      { code: services.roomAndBoard, charge: 6420, revenue: '0120' },
      { code: services.echocardiogram, charge: 1180.5, revenue: '0480' },
      { code: services.electrocardiogram, charge: 164, revenue: '0730' },
    ],
  });
  const followUp = daysBefore(today, { months: 13 });
  outpatientClaim(chart, {
    start: followUp,
    attending: network.cardiology,
    diagnoses: [diagnoses.hypertension],
    lines: [{ code: services.stressTest, charge: 742.3, revenue: '0482' }],
  });
}

/** What comes around every year: vaccines, eyes, feet, teeth. */
function yearly(chart: Chart, today: string, diabetes: Reference, first: Reference): void {
  const { network } = chart;
  const ago = (months: number) => daysBefore(today, { months });
  immunization(chart, vaccines.influenza, ago(22));
  immunization(chart, vaccines.influenza, ago(10));
  immunization(chart, vaccines.covid, ago(21));
  immunization(chart, vaccines.pneumococcal, ago(24));
  immunization(chart, vaccines.tdap, daysBefore(today, { years: 4 }));
  for (const months of [20, 8]) {
    procedure(chart, services.retinalImaging, ago(months), undefined, network.optometrist, diabetes);
    professionalClaim(chart, {
      day: ago(months),
      clinician: network.optometrist,
      site: network.eyeCare,
      diagnoses: [diagnoses.diabetes],
      lines: [
        { code: services.eyeExam, charge: 142 },
        { code: services.retinalImaging, charge: 96.5 },
      ],
      vision: true,
    });
  }
  procedure(chart, services.footExam, ago(24), first, network.family, diabetes);
  for (const months of [23, 17, 11, 5]) {
    oralClaim(chart, {
      day: ago(months),
      lines: [
        { code: services.dentalExam, charge: 58 },
        { code: services.dentalCleaning, charge: 112.4 },
        ...(months % 12 === 11 ? [{ code: services.dentalImaging, charge: 71.9 }] : []),
      ],
    });
  }
}

function carePlan(chart: Chart, today: string, problems: Reference[]): void {
  const { member, network } = chart;
  const start = daysBefore(today, { months: 24 });
  const goal = (text: string, measure: { loinc: string; name: string }, high: number, unit: string) =>
    chart.add('Goal', start, [usCore('goal')], {
      lifecycleStatus: 'active',
      achievementStatus: concept(
        'http://terminology.hl7.org/CodeSystem/goal-achievement',
        'improving',
        'Improving',
      ),
      description: { text },
      subject: member.patient,
      startDate: start,
      target: [
        {
          measure: concept(systems.loinc, measure.loinc, measure.name),
          detailQuantity: { value: high, comparator: '<', unit, system: systems.ucum, code: unit },
          dueDate: daysBefore(today, { months: -6 }),
        },
      ],
    });
  const goals = [
    goal('Hemoglobin A1c below 7 %', measures.a1c, 7, '%'),
    goal(
      'Systolic blood pressure below 130 mm[Hg]',
      { loinc: '8480-6', name: 'Systolic blood pressure' },
      130,
      'mm[Hg]',
    ),
  ];
  const role = (who: Reference, code: string, name: string) => ({
    role: [concept(systems.snomed, code, name)],
    member: who,
  });
  const team = chart.add('CareTeam', start, [usCore('careteam')], {
    status: 'active',
    name: 'Diabetes care team',
    subject: member.patient,
    period: { start },
    participant: [
      role(member.patient, '116154003', 'Patient'),
      role(network.family.practitioner, '446050000', 'Primary care provider'),
      role(network.endocrinology.practitioner, '61894003', 'Endocrinologist'),
    ],
    managingOrganization: [network.practice.organization],
  });
  chart.add('CarePlan', start, [usCore('careplan')], {
    text: {
      status: 'generated',
      div: '<div xmlns="http://www.w3.org/1999/xhtml">Lower A1c below 7 %, blood pressure below 130/80; diet, exercise, medicines, yearly eye and foot examination.</div>',
    },
    status: 'active',
    intent: 'plan',
    category: [
      concept(
        'http://hl7.org/fhir/us/core/CodeSystem/careplan-category',
        'assess-plan',
        'Assessment and Plan of Treatment',
      ),
    ],
    title: 'Diabetes and blood pressure',
    subject: member.patient,
    period: { start },
    created: at(start),
    author: network.family.practitioner,
    careTeam: [team],
    addresses: problems,
    goal: goals,
    activity: [
      { detail: { status: 'in-progress', description: 'Check blood sugar before breakfast', kind: 'Task' } },
      { detail: { status: 'in-progress', description: 'Walk 30 minutes on five days a week', kind: 'Task' } },
    ],
  });
}

/**
 * Approved, pending, denied, for a drug, aged out: one of each, so that the rule shows (pdex-131, pdex-132). The approved
 * one has a line that was not granted.
 */
function authorizations(chart: Chart, today: string, first: Reference): void {
  const { network } = chart;
  const ago = (months: number) => daysBefore(today, { months });
  const letter = document(chart, concept(systems.loinc, '51851-4', 'Administrative note'), ago(4), {
    contentType: 'application/pdf',
    title: 'Letter of medical necessity',
    bytes: pdfOf([
      'Harbor Family Medicine, 210 Atlantic Ave, Boston',
      'Letter of medical necessity: continuous glucose monitor',
      'Type 2 diabetes with nocturnal hypoglycemia on two occasions.',
      'Dr. Adaeze Okafor',
    ]),
  });
  const referral = document(
    chart,
    concept(systems.loinc, '57133-1', 'Referral note'),
    daysBefore(today, { days: 12 }),
    {
      contentType: 'text/plain',
      title: 'Sleep study referral',
      bytes: Buffer.from(
        'Loud snoring, witnessed apneas, Epworth score 14, neck circumference 43 cm, resistant hypertension. Home test not conclusive. In-laboratory polysomnography requested.',
      ),
    },
  );
  const common = { clinician: network.family, site: network.practice };
  priorAuthorization(chart, {
    ...common,
    number: 'PA-100231',
    requested: ago(4),
    decided: daysAfter(ago(4), 5),
    period: { start: daysAfter(ago(4), 5), end: daysBefore(today, { months: -8 }) },
    claimType: 'professional',
    serviceType: serviceTypes.equipment,
    diagnosis: diagnoses.diabetes,
    documents: [letter],
    items: [
      { service: services.glucoseMonitor, decision: 'approved', charge: 268.8, units: 1 },
      { service: services.glucoseSupplies, decision: 'approved', charge: 259.2, units: 12 },
      { service: services.glucoseSupplies, decision: 'denied', charge: 86.4 },
    ],
  });
  priorAuthorization(chart, {
    ...common,
    number: 'PA-100877',
    requested: daysBefore(today, { days: 12 }),
    decided: daysBefore(today, { days: 11 }),
    claimType: 'institutional',
    serviceType: serviceTypes.diagnostic,
    diagnosis: diagnoses.sleepApnea,
    documents: [referral],
    items: [{ service: services.sleepStudy, decision: 'pending', charge: 1460 }],
  });
  priorAuthorization(chart, {
    ...common,
    number: 'PA-100510',
    requested: ago(8),
    decided: daysAfter(ago(8), 6),
    claimType: 'institutional',
    serviceType: serviceTypes.surgical,
    diagnosis: diagnoses.obesity,
    items: [{ service: services.bariatricSurgery, decision: 'denied', charge: 18900 }],
  });
  priorAuthorization(chart, {
    ...common,
    number: 'PA-100602',
    requested: ago(6),
    decided: daysAfter(ago(6), 2),
    period: { start: daysAfter(ago(6), 2), end: daysBefore(today, { months: -6 }) },
    claimType: 'pharmacy',
    serviceType: serviceTypes.pharmacy,
    diagnosis: diagnoses.obesity,
    items: [{ service: services.weightLossInjection, decision: 'approved', charge: 1349 }],
  });
  const mri = daysBefore(today, { years: 3 });
  priorAuthorization(chart, {
    ...common,
    number: 'PA-071904',
    requested: mri,
    decided: daysAfter(mri, 3),
    period: { start: daysAfter(mri, 3), end: daysAfter(mri, 93) },
    claimType: 'institutional',
    serviceType: serviceTypes.imaging,
    diagnosis: diagnoses.backPain,
    items: [{ service: services.lumbarImaging, decision: 'approved', charge: 1210, units: 1 }],
  });
  receivedFrom(chart, [letter, first], ago(4), network.practice);
}

/**
 * More than five years back: an ankle that nobody speaks of any more stays; the obesity that today's care plan addresses goes
 * along, with the visit where it was found. Returns the obesity.
 */
function longAgo(chart: Chart, today: string): Reference {
  const { network } = chart;
  const sprain = daysBefore(today, { years: 7, months: 2 });
  const ankle = visit(chart, {
    day: sprain,
    type: officeVisit,
    clinician: network.family,
    site: network.practice,
    reason: diagnoses.ankleSprain,
  });
  encounterDiagnosis(chart, diagnoses.ankleSprain, sprain, ankle);
  professionalClaim(chart, {
    day: sprain,
    clinician: network.family,
    site: network.practice,
    diagnoses: [diagnoses.ankleSprain],
    encounter: ankle,
    lines: [
      { code: services.officeVisit, charge: 184.2 },
      { code: services.ankleImaging, charge: 121.6 },
    ],
  });
  const throat = daysBefore(today, { years: 5, months: 7 });
  pharmacyClaim(chart, { drug: drugs.amoxicillin, day: throat, refill: 0 });
  oralClaim(chart, {
    day: daysBefore(today, { years: 5, months: 4 }),
    lines: [{ code: services.dentalExam, charge: 51 }],
  });
  const checkUp = daysBefore(today, { years: 6, months: 1 });
  const encounter = visit(chart, {
    day: checkUp,
    type: officeVisit,
    clinician: network.family,
    site: network.practice,
    reason: diagnoses.obesity,
  });
  return problem(chart, diagnoses.obesity, checkUp, encounter);
}
