/** The people with a reason to be there: each makes one question of matching, consent or history visible. */
import { daysBefore } from './days.ts';
import type { MemberFacts } from './member.ts';

const plan = ['PPO-1500', 'Select PPO 1500'] as const;
const group = ['GRP-7781', 'Harborlight Robotics'] as const;

type Role =
  | 'john'
  | 'mary'
  | 'emma'
  | 'ella'
  | 'rosa'
  | 'daniel'
  | 'walter'
  | 'james'
  | 'otherJames'
  | 'aisha'
  | 'peter'
  | 'lena'
  | 'newborn';

/** The named members of the prior plan, as of `today`. */
export function castOf(today: string): Record<Role, MemberFacts> {
  const born = (years: number, days = 140) => daysBefore(today, { years, days });
  const since = (years: number) => [{ start: daysBefore(today, { years }), plan, group }];
  const card = (family: string, who: string) => ({ memberId: `${family}${who}`, subscriberId: family });
  const smiths = { line: '71 Charter St', city: 'Boston', postalCode: '02113', phone: '+1-617-555-0142' };
  return {
    // The member whose story this is.
    john: {
      id: 'kc1001',
      given: ['John', 'Robert'],
      family: 'Smith',
      sex: 'male',
      birthDate: born(42),
      ...smiths,
      ...card('KC800142771', '01'),
      coverages: [
        { start: daysBefore(today, { years: 8 }), end: daysBefore(today, { days: -37 }), plan, group },
      ],
    },
    // On John's card as his wife: the subscriber's number is his.
    mary: {
      id: 'kc1002',
      given: ['Mary', 'Ellen'],
      family: 'Smith',
      sex: 'female',
      birthDate: born(40, 31),
      ...smiths,
      ...card('KC800142771', '02'),
      relationship: 'spouse',
      coverages: since(8),
    },
    // Twins on one card: only the given name and the member's number tell them apart.
    emma: {
      id: 'kc1003',
      given: ['Emma', 'Kate'],
      family: 'Smith',
      sex: 'female',
      birthDate: born(11, 200),
      ...smiths,
      ...card('KC800142771', '03'),
      relationship: 'child',
      coverages: since(8),
    },
    ella: {
      id: 'kc1004',
      given: ['Ella', 'June'],
      family: 'Smith',
      sex: 'female',
      birthDate: born(11, 200),
      ...smiths,
      ...card('KC800142771', '04'),
      relationship: 'child',
      coverages: since(8),
    },
    // Married since: the card still says Delgado.
    rosa: {
      id: 'kc1005',
      given: ['Rosa', 'Maria'],
      family: 'Delgado-Byrne',
      formerFamily: 'Delgado',
      sex: 'female',
      birthDate: born(34, 77),
      line: '14 Marlborough St',
      city: 'Boston',
      postalCode: '02116',
      phone: '+1-617-555-0178',
      ...card('KC800207318', '01'),
      coverages: since(5),
    },
    // Two coverages, one human: left the plan and came back.
    daniel: {
      id: 'kc1006',
      given: ['Daniel'],
      family: 'Kowalski',
      sex: 'male',
      birthDate: born(51, 12),
      line: '303 Broadway',
      city: 'Somerville',
      postalCode: '02145',
      phone: '+1-617-555-0163',
      ...card('KC800311905', '01'),
      coverages: [
        { start: daysBefore(today, { years: 7 }), end: daysBefore(today, { years: 3 }), plan, group },
        { start: daysBefore(today, { years: 2 }), plan: ['HSA-3000', 'Saver HSA 3000'], group },
      ],
    },
    // Older than 65: Medicare Advantage.
    walter: {
      id: 'kc1007',
      given: ['Walter', 'Eugene'],
      family: 'Hoffman',
      sex: 'male',
      birthDate: born(71, 300),
      line: '9 Lindall Pl',
      city: 'Quincy',
      postalCode: '02169',
      phone: '+1-617-555-0119',
      ...card('KC800420066', '01'),
      coverages: [
        {
          start: daysBefore(today, { years: 6 }),
          plan: ['MA-HMO', 'Senior Advantage HMO'],
          group: ['MA', 'Medicare Advantage'],
        },
      ],
    },
    // Two people with one name, one sex and one birth date, in two households.
    james: {
      id: 'kc1008',
      given: ['James'],
      family: 'Wilson',
      sex: 'male',
      birthDate: born(37, 9),
      line: '52 Elm St',
      city: 'Worcester',
      postalCode: '01608',
      phone: '+1-508-555-0131',
      ...card('KC800533412', '01'),
      coverages: since(4),
    },
    otherJames: {
      id: 'kc1009',
      given: ['James'],
      family: 'Wilson',
      sex: 'male',
      birthDate: born(37, 9),
      line: '8 Chandler St',
      city: 'Boston',
      postalCode: '02116',
      phone: '+1-617-555-0185',
      ...card('KC800547203', '01'),
      coverages: since(3),
    },
    // Opted in long ago: the consent has run out.
    aisha: {
      id: 'kc1010',
      given: ['Aisha'],
      family: 'Rahman',
      sex: 'female',
      birthDate: born(29, 55),
      line: '120 Cambridge St',
      city: 'Cambridge',
      postalCode: '02139',
      phone: '+1-617-555-0150',
      ...card('KC800612280', '01'),
      coverages: since(3),
    },
    // Wants nothing sensitive to move.
    peter: {
      id: 'kc1011',
      given: ['Peter', 'Alan'],
      family: 'Novak',
      sex: 'male',
      birthDate: born(45, 210),
      line: '77 Center St',
      city: 'Newton',
      postalCode: '02459',
      phone: '+1-617-555-0127',
      ...card('KC800690154', '01'),
      coverages: since(6),
    },
    // Consented to another plan than the one that asks.
    lena: {
      id: 'kc1012',
      given: ['Lena'],
      family: 'Fischer',
      sex: 'female',
      birthDate: born(33, 120),
      line: '18 Hanover St',
      city: 'Boston',
      postalCode: '02113',
      phone: '+1-617-555-0194',
      ...card('KC800744831', '01'),
      coverages: since(2),
    },
    // Three weeks old, on the mother's card, hardly any history.
    newborn: {
      id: 'kc1013',
      given: ['Leo'],
      family: 'Delgado-Byrne',
      sex: 'male',
      birthDate: daysBefore(today, { days: 21 }),
      line: '14 Marlborough St',
      city: 'Boston',
      postalCode: '02116',
      phone: '+1-617-555-0178',
      ...card('KC800207318', '02'),
      relationship: 'child',
      coverages: [{ start: daysBefore(today, { days: 21 }), plan, group }],
    },
  };
}
