// Records of nobody: enough of each kind to fill a page and a half.
import type { RecordKind, Records } from '../api/wire.ts';

type Item = Records['items'][number];

const titles: Record<RecordKind, readonly string[]> = {
  visits: ['Office visit', 'Telehealth visit', 'Emergency room visit'],
  conditions: ['High blood pressure', 'Seasonal allergy'],
  medicines: ['Lisinopril 10 mg tablet', 'Albuterol inhaler'],
  labs: ['Blood sugar (HbA1c)', 'Cholesterol panel', 'Blood pressure'],
  procedures: ['Colonoscopy', 'Physical therapy'],
  claims: ['Doctor’s bill to the plan'],
  approvals: ['MRI of the knee: approved'],
  documents: ['Letter from a specialist'],
  immunizations: ['Flu shot'],
  allergies: ['Penicillin'],
  other: ['Care plan'],
};

/** Sixty records over four years, the newest first. */
export function manyRecords(): Item[] {
  const kinds = Object.keys(titles) as RecordKind[];
  return Array.from({ length: 60 }, (_, i): Item => {
    const kind = kinds[i % kinds.length]!;
    const date = new Date(Date.UTC(2026, 9, 20) - i * 21 * 86_400_000).toISOString().slice(0, 10);
    return {
      id: `record-${i}`,
      kind,
      ...(i === 59 ? {} : { date }),
      title: titles[kind][i % titles[kind].length]!,
      source: i % 3 ? 'KindCover' : 'Bluewater',
      ...(kind === 'labs' ? { detail: '6.1 %' } : {}),
      consentEnded: i % 3 === 0,
    };
  }).sort((a, b) => (b.date ?? '').localeCompare(a.date ?? ''));
}
