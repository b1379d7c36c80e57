/** Everybody else: short, ordinary histories drawn at random. */
import type { Chart } from './chart.ts';
import { oralClaim, outpatientClaim, pharmacyClaim, professionalClaim } from './claims.ts';
import {
  bloodPressure,
  encounterDiagnosis,
  immunization,
  labReport,
  labResult,
  officeVisit,
  prescription,
  problem,
  visit,
  vitalSign,
  wellVisit,
} from './clinical.ts';
import { type Diagnosis, type Drug, diagnoses, drugs, measures, panels, vaccines } from './codes.ts';
import { daysAfter, daysBefore } from './days.ts';
import type { Draw } from './draw.ts';
import type { MemberFacts } from './member.ts';
import { services } from './services.ts';

const girls = [
  'Olivia',
  'Amara',
  'Sofia',
  'Grace',
  'Mei',
  'Hannah',
  'Priya',
  'Elena',
  'Ruth',
  'Chloe',
  'Fatima',
  'Ingrid',
];
const boys = [
  'Liam',
  'Mateo',
  'Noah',
  'Ravi',
  'Omar',
  'Ethan',
  'Kwame',
  'Lucas',
  'Daniel',
  'Hugo',
  'Tomas',
  'Samuel',
];
const families = [
  'Anderson',
  'Baptiste',
  'Chen',
  'Diaz',
  'Eriksen',
  'Fitzgerald',
  'Gupta',
  'Haddad',
  'Ivanova',
  'Jackson',
  'Kim',
  'Lopes',
  'Murphy',
  'Nguyen',
  'Okoye',
  'Patel',
  'Quinn',
  'Rossi',
  'Silva',
  'Turner',
];
const streets = [
  'Maple St',
  'Beacon St',
  'Tremont St',
  'Harvard Ave',
  'Washington St',
  'Centre St',
  'Elm St',
  'Pleasant St',
];
const towns = [
  ['Boston', '02118'],
  ['Cambridge', '02139'],
  ['Somerville', '02143'],
  ['Quincy', '02169'],
  ['Newton', '02458'],
  ['Worcester', '01608'],
] as const;

/** A made-up adult, enrolled for some years. `number` makes ids and card numbers unique. */
export function stranger(draw: Draw, number: number, today: string): MemberFacts {
  const sex = draw.chance(0.5) ? 'female' : 'male';
  const [city, postalCode] = draw.pick(towns);
  const card = `KC${String(500_000_000 + number * 13)}`;
  return {
    id: `kc${2000 + number}`,
    given: [draw.pick(sex === 'female' ? girls : boys), draw.pick([...girls, ...boys])[0]!],
    family: draw.pick(families),
    sex,
    birthDate: daysBefore(today, { years: draw.whole(19, 80), days: draw.whole(1, 364) }),
    line: `${draw.whole(1, 480)} ${draw.pick(streets)}`,
    city,
    postalCode,
    phone: `+1-617-555-${draw.digits(4)}`,
    memberId: `${card}01`,
    subscriberId: card,
    coverages: [
      {
        start: daysBefore(today, { years: draw.whole(1, 8) }),
        plan: ['SILVER-HMO', 'Silver HMO'],
        group: ['GRP-4410', 'Bay State Builders'],
      },
    ],
  };
}

const complaints: readonly (readonly [Diagnosis, Drug | undefined])[] = [
  [diagnoses.hypertension, drugs.lisinopril10],
  [diagnoses.asthma, drugs.albuterol],
  [diagnoses.hypothyroidism, drugs.levothyroxine],
  [diagnoses.reflux, drugs.omeprazole],
  [diagnoses.osteoarthritis, undefined],
  [diagnoses.rhinitis, undefined],
];

/** About `years` years of visits, laboratory work, fills and claims, some of it before the five-year window. */
export function ordinaryHistory(chart: Chart, draw: Draw, today: string, years = 6): void {
  const { network } = chart;
  const [complaint, drug] = draw.pick(complaints);
  for (let year = years; year >= 1; year--) {
    const day = daysBefore(today, { years: year, days: -draw.whole(5, 330) });
    if (day > today) continue;
    const well = visit(chart, {
      day,
      type: wellVisit,
      clinician: network.family,
      site: network.practice,
      reason: diagnoses.wellVisit,
    });
    vitalSign(chart, 'weight', draw.between(55, 105), day, well);
    vitalSign(chart, 'heartRate', draw.whole(58, 92), day, well);
    bloodPressure(chart, draw.whole(108, 142), draw.whole(66, 90), day, well);
    const lipids = [
      labResult(chart, measures.cholesterol, draw.whole(140, 245), day, well),
      labResult(chart, measures.hdl, draw.whole(35, 75), day, well),
      labResult(chart, measures.triglyceride, draw.whole(60, 210), day, well),
      labResult(chart, measures.ldl, draw.whole(60, 165), day, well),
    ];
    labReport(chart, panels.lipid, lipids, day, well);
    professionalClaim(chart, {
      day,
      clinician: network.family,
      site: network.practice,
      diagnoses: [diagnoses.wellVisit],
      encounter: well,
      lines: [
        { code: services.preventiveVisit, charge: draw.whole(15_000, 26_000) / 100 },
        { code: services.lipidPanel, charge: 74.1 },
      ],
    });
    immunization(
      chart,
      draw.pick([vaccines.influenza, vaccines.influenza, vaccines.covid, vaccines.tdap]),
      day,
    );
    if (draw.chance(0.6))
      oralClaim(chart, { day: daysAfter(day, 2), lines: [{ code: services.dentalCleaning, charge: 112.4 }] });
    if (draw.chance(0.4)) troubled(chart, draw, complaint, drug, daysBefore(day, { days: 40 }));
  }
}

function troubled(chart: Chart, draw: Draw, complaint: Diagnosis, drug: Drug | undefined, day: string): void {
  const { network } = chart;
  const encounter = visit(chart, {
    day,
    type: officeVisit,
    clinician: network.family,
    site: network.practice,
    reason: complaint,
  });
  const reason = draw.chance(0.5)
    ? problem(chart, complaint, day, encounter)
    : encounterDiagnosis(chart, complaint, day, encounter);
  if (drug !== undefined) {
    const ordered = prescription(chart, drug, day, encounter, { reason });
    pharmacyClaim(chart, { drug, day: daysAfter(day, 1), refill: 0, prescription: ordered });
  }
  if (draw.chance(0.3)) {
    outpatientClaim(chart, {
      start: day,
      attending: network.family,
      diagnoses: [complaint],
      lines: [{ code: services.emergency, charge: draw.whole(60_000, 190_000) / 100, revenue: '0450' }],
    });
  }
}
