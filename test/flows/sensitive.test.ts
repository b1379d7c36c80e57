/**
 * One member, two consents one after the other: `#sensitive` and `#regular` (pdex-154; consent-and-sensitive-data 3, 5). What lies
 * between the two exports is exactly the labelled set, every door tells the same, and to the partner both look alike.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/db/sql.ts';
import { bulkParameters } from '../../src/demo/people/cohort.ts';
import { unitedCare } from '../../src/demo/people/payers.ts';
import type { Resource } from '../../src/demo/people/resource.ts';
import { sampleCohort } from '../../src/demo/people/sample.ts';
import { consentPolicy } from '../../src/fhir/systems.ts';
import { type Json, papersOf, personAt } from '../env/exchange.ts';
import { exportOf, type HandPayer, handPayer, type Manifest } from '../env/hand-payer.ts';
import { type MemberClient, memberClient } from '../env/member-client.ts';
import { enquiries, recordsOf } from '../env/people.ts';
import { type TwoPayers, twoPayers } from '../env/two-payers.ts';

const canary = 'CANARY-7731';
const john = { reference: 'Patient/kc1001' };
const opioidUse = (text: string) => ({
  coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'F11.20' }],
  text,
});
const lab = {
  coding: [{ system: 'http://loinc.org', code: '2345-7', display: 'Glucose' }],
};
const category = (code: string, system: string) => [
  { coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }] },
];
const day = '2026-05-04';
const to = (reference: string) => ({ reference });

/** Labelled by themselves or by what belongs to them, in the order of their refs. */
const withheld = [
  'Condition/sud',
  'DiagnosticReport/screen',
  'Encounter/detox',
  'ExplanationOfBenefit/sud-claim',
  'Observation/screen-value',
  'Procedure/counsel',
];
/** They leave, and are cut where they point at those. */
const cut = ['Condition/cold', 'Observation/sugar', 'Procedure/stitches', 'Provenance/of-both'];
const searchedTypes = ['Condition', 'Encounter', 'Observation', 'Procedure', 'DiagnosticReport'];
const byEncounter = 'Condition?encounter=Encounter/detox&_include=Condition:encounter';
const byTarget = 'Provenance?target=Condition/sud';
const withProvenance = 'Observation?_id=sugar&_revinclude=Provenance:target';

/** A text without structure that nobody judged. */
const opaque = 'DocumentReference/letter';

function extract(records: readonly Resource[]): Resource[] {
  const claim = records.findLast(
    (r) =>
      r.resourceType === 'ExplanationOfBenefit' &&
      r.use === 'claim' &&
      /"code":"professional"/.test(JSON.stringify(r.type)) &&
      JSON.stringify(r.patient).includes('kc1001"'),
  )!;
  const [number] = claim.identifier as [Json];
  // Of no visit that is here: it would be labelled with it (K2).
  const item = (claim.item as Json[]).map(({ encounter: _, ...rest }) => rest);
  const inDetox = { encounter: to('Encounter/detox') };
  return [
    {
      resourceType: 'Encounter',
      id: 'detox',
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      type: [{ text: `visit ${canary}` }],
      subject: john,
      period: { start: day, end: day },
    },
    {
      resourceType: 'Condition',
      id: 'sud',
      category: category('problem-list-item', 'condition-category'),
      code: opioidUse(canary),
      subject: john,
      recordedDate: day,
      ...inDetox,
    },
    {
      resourceType: 'Condition',
      id: 'cold',
      category: category('problem-list-item', 'condition-category'),
      code: { text: 'a cold' },
      subject: john,
      recordedDate: day,
      ...inDetox,
    },
    {
      resourceType: 'Observation',
      id: 'sugar',
      status: 'final',
      category: category('laboratory', 'observation-category'),
      code: lab,
      subject: john,
      effectiveDateTime: day,
      valueString: 'fine',
      ...inDetox,
    },
    {
      resourceType: 'Observation',
      id: 'screen-value',
      status: 'final',
      category: category('laboratory', 'observation-category'),
      code: lab,
      subject: john,
      effectiveDateTime: day,
      valueCodeableConcept: opioidUse(canary),
    },
    {
      resourceType: 'DiagnosticReport',
      id: 'screen',
      status: 'final',
      category: category('LAB', 'v2-0074'),
      code: lab,
      subject: john,
      effectiveDateTime: day,
      issued: `${day}T10:00:00Z`,
      result: [to('Observation/screen-value')],
    },
    {
      resourceType: 'Procedure',
      id: 'counsel',
      status: 'completed',
      code: { text: 'conversation' },
      reasonCode: [opioidUse(canary)],
      subject: john,
      performedDateTime: day,
    },
    {
      resourceType: 'Procedure',
      id: 'stitches',
      status: 'completed',
      code: { text: 'stitches' },
      reasonReference: [to('Condition/sud')],
      subject: john,
      performedDateTime: day,
    },
    {
      resourceType: 'Provenance',
      id: 'of-both',
      target: [to('Condition/sud'), to('Observation/sugar')],
      recorded: `${day}T10:00:00Z`,
      agent: [{ who: { display: 'The laboratory' } }],
    },
    {
      resourceType: 'DocumentReference',
      id: 'letter',
      status: 'current',
      type: { text: 'letter' },
      category: [{ text: 'letter' }],
      subject: john,
      date: `${day}T10:00:00Z`,
      content: [
        { attachment: { contentType: 'application/pdf', data: Buffer.from(canary).toString('base64') } },
      ],
    },
    {
      ...claim,
      id: 'sud-claim',
      identifier: [{ ...number, value: 'SUD-CLAIM-1' }],
      item,
      diagnosis: withCode(claim.diagnosis as Json[]),
    },
  ] as Resource[];
}

function withCode(diagnosis: readonly Json[]): Json[] {
  const [first, ...rest] = structuredClone(diagnosis) as [Json, ...Json[]];
  return [{ ...first, diagnosisCodeableConcept: opioidUse(canary) }, ...rest];
}

let payers: TwoPayers;
let hand: HandPayer;
let single: MemberClient;

interface Seen {
  manifest: Manifest;
  lines: Map<string, string>;
  everything: string[];
  /** By the path that was asked for. */
  found: Map<string, string[]>;
  status: Map<string, number>;
  errors: string;
}
const seen = {} as Record<'regular' | 'sensitive', Seen>;

beforeAll(async () => {
  payers = await twoPayers({ idle: true, members: 13 });
  await payers.responding.work();
  const records = recordsOf({ asOf: payers.clock.now(), members: 13 });
  const summary = await payers.load(extract(records));
  expect(summary.rejected).toBe(0);
  hand = await handPayer(payers, { id: 'hand', name: 'UnitedCare by hand', npi: unitedCare.npi });
  single = await memberClient(payers, { id: 'single', name: 'UnitedCare alone', npi: unitedCare.npi });
  seen.sensitive = await look('sensitive');
  seen.regular = await look('regular');
}, 120_000);
afterAll(() => payers?.close());

async function look(policy: 'regular' | 'sensitive'): Promise<Seen> {
  const choose = (papers: { Consent: Resource }) => {
    papers.Consent.policy = [{ uri: consentPolicy[policy] }];
    papers.Consent.id = `consent-${policy}`;
  };
  const enquiry = structuredClone(sampleCohort(payers.clock.now()).find((e) => e.id === enquiries.john)!);
  choose(enquiry.parts as unknown as { Consent: Resource });
  const matched = await hand.finish('POST', 'Group/$bulk-member-match', { body: bulkParameters([enquiry]) });
  const groups = [...(await hand.lines(matched)).values()].flat().map((line) => JSON.parse(line) as Json);
  const group = groups.find((g) => JSON.stringify(g.code).includes('"match"'))!;
  const manifest = await hand.finish('GET', exportOf(String(group.id)));
  const lines = new Map<string, string>();
  for (const some of (await hand.lines(manifest)).values())
    for (const line of some) {
      const { resourceType, id } = JSON.parse(line) as { resourceType: string; id: string };
      lines.set(`${resourceType}/${id}`, line);
    }
  const papers = papersOf('john', payers.clock.now(), (all) => choose(all));
  const { patientId, identifier } = await single.match('john', papers);
  const token = await single.tokenFor(identifier);
  const search = async (path: string): Promise<string[]> => {
    const refs: string[] = [];
    for (let next: string | undefined = path; next !== undefined; ) {
      const { status, json } = await single.call(token, next);
      expect(status).toBe(200);
      const bundle = json as unknown as {
        entry?: { resource: { resourceType: string; id: string } }[];
        link: { relation: string; url: string }[];
      };
      for (const { resource } of bundle.entry ?? []) refs.push(`${resource.resourceType}/${resource.id}`);
      next = bundle.link.find(({ relation }) => relation === 'next')?.url;
    }
    return refs;
  };
  const errors: string[] = [];
  for (const { url } of manifest.error) errors.push((await hand.call('GET', url)).text);
  const found = new Map<string, string[]>();
  for (const path of [
    ...searchedTypes.map((type) => `${type}?_count=100`),
    byEncounter,
    byTarget,
    withProvenance,
  ])
    found.set(path, await search(path));
  const status = new Map<string, number>();
  for (const ref of withheld) status.set(ref, (await single.call(token, ref)).status);
  return {
    manifest,
    lines,
    everything: await search(`Patient/${patientId}/$everything?_count=100`),
    found,
    status,
    errors: errors.join('\n'),
  };
}

/** Said by us at each export, about what leaves. */
const ours = (ref: string): boolean => /^Provenance\/[0-9a-f]{32}$/.test(ref);
const refsOf = ({ lines }: Seen): string[] => [...lines.keys()].filter((ref) => !ours(ref)).sort();

describe('between the two exports', () => {
  it('lies the labelled set, the opaque document, and nothing else', () => {
    const regular = new Set(refsOf(seen.regular));
    const missing = refsOf(seen.sensitive).filter((ref) => !regular.has(ref));
    const documents = missing.filter((ref) => ref.startsWith('DocumentReference/'));
    expect(missing.filter((ref) => !documents.includes(ref))).toEqual(withheld);
    expect(documents).toContain(opaque);
    expect(refsOf(seen.regular).filter((ref) => !seen.sensitive.lines.has(ref))).toEqual([]);
  });

  it('no byte of #regular holds what was withheld, its id, or a label', () => {
    const bytes = [...seen.regular.lines.values()].join('\n');
    for (const word of [canary, ...withheld, opaque, 'F11.20', '"security"'])
      expect(bytes).not.toContain(word);
  });

  it('everything else is the same to the byte, but for what pointed at it', () => {
    const pointing = refsOf(seen.regular).filter(
      (ref) => seen.regular.lines.get(ref) !== seen.sensitive.lines.get(ref),
    );
    const atDocuments = (ref: string) => /DocumentReference\//.test(seen.sensitive.lines.get(ref)!);
    expect(pointing.filter((ref) => !atDocuments(ref))).toEqual(cut);
    const sugar = JSON.parse(seen.regular.lines.get('Observation/sugar')!) as Json;
    const whole = JSON.parse(seen.sensitive.lines.get('Observation/sugar')!) as Json;
    const { encounter, ...rest } = whole;
    expect(encounter).toEqual({ reference: 'Encounter/detox' });
    expect(sugar).toEqual(rest);
    expect(JSON.parse(seen.regular.lines.get('Provenance/of-both')!)).toMatchObject({
      target: [{ reference: 'Observation/sugar' }],
    });
    expect(JSON.parse(seen.regular.lines.get('Procedure/stitches')!)).not.toHaveProperty('reasonReference');
  });

  it('every reference resolves in what left', () => {
    for (const { lines } of Object.values(seen)) {
      const targets = [...lines.values()].flatMap((line) =>
        [...line.matchAll(/"reference":"([A-Z]\w+\/[^"]+)"/g)].map((match) => match[1]!),
      );
      expect(targets.filter((target) => !lines.has(target))).toEqual([]);
    }
  });

  it('what leaves as sensitive says so: R and its class', () => {
    for (const ref of withheld) {
      const { meta } = JSON.parse(seen.sensitive.lines.get(ref)!) as {
        meta: { security: { code: string }[] };
      };
      expect([ref, meta.security.map(({ code }) => code)]).toEqual([ref, ['R', 'SUD']]);
    }
    expect(JSON.parse(seen.sensitive.lines.get('Observation/sugar')!)).not.toHaveProperty('meta.security');
  });

  it('the partner cannot tell one from the other by the manifest', () => {
    expect(seen.regular.errors).toBe(seen.sensitive.errors);
    expect(seen.regular.manifest.error.length).toBe(seen.sensitive.manifest.error.length);
    expect(seen.regular.manifest).not.toHaveProperty('extension');
  });

  it('the ledger has one reason for each record that stayed', async () => {
    const personId = await personAt(payers.responding, 'kc1001');
    const rows = await payers.responding.db.query<{ reason: string; count: number }>(sql`
      select l.reason, sum(l.count)::bigint as count from export_ledger l join bulk_job j on j.id = l.job_id
      where l.person_id = ${personId} and j.created_at = (select max(created_at) from bulk_job where kind = 'export')
      group by 1`);
    const counts = Object.fromEntries(rows.map((row) => [row.reason, row.count]));
    expect(counts.sensitive).toBe(withheld.length);
    expect(counts.opaque).toBeGreaterThan(0);
  });
});

describe.each(['regular', 'sensitive'] as const)('one member by #%s', (policy) => {
  it('gets by $everything what the export brought', () => {
    const { everything } = seen[policy];
    expect(new Set(everything)).toEqual(new Set(refsOf(seen[policy])));
  });

  it('gets by search and read what the export brought', () => {
    const { found, status, lines } = seen[policy];
    for (const type of searchedTypes) {
      const ofType = (refs: readonly string[]) => refs.filter((ref) => ref.startsWith(`${type}/`)).sort();
      expect(ofType(found.get(`${type}?_count=100`)!)).toEqual(ofType(refsOf(seen[policy])));
    }
    for (const ref of withheld) expect([ref, status.get(ref)]).toEqual([ref, lines.has(ref) ? 200 : 404]);
  });

  it('finds nothing by what was cut, and nothing comes along', () => {
    const { found } = seen[policy];
    const all = policy === 'sensitive';
    expect(found.get(byEncounter)!.sort()).toEqual(
      all ? ['Condition/cold', 'Condition/sud', 'Encounter/detox'] : [],
    );
    expect(found.get(byTarget)).toEqual(all ? ['Provenance/of-both'] : []);
    expect(found.get(withProvenance)).toContain('Provenance/of-both');
  });
});
