// Labels against data whose answer is known: claims with a key, clinical records counted by another program, and the demo patients
// of a task force as it labelled them itself.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { label as classified, shippedLists, shippedRules } from '../../test/env/sensitivity.ts';
import type { JsonObject } from '../fhir/lossless.ts';
import { classMask, keysOf, label } from './bits.ts';
import { type GraphRecord, graphRecord } from './closure/graph.ts';
import { planRelease } from './closure/release-plan.ts';
import { spread } from './closure/spread.ts';
import { partsToDrop } from './droppable.ts';
import { patientCuts } from './patient-cuts.ts';
import { prescanOf } from './prescan.ts';
import { noSources } from './program-sources.ts';
import { openRuleSet, type RuleSet } from './rule-set.ts';

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const there = existsSync(`${data}part2-sensitive`);
if (!there) process.stderr.write('sensitivity/oracles.test.ts: no data beside the repository, skipped\n');

const payer = `${data}payer-data/synthetic-old-payer/`;
const linesOf = (path: string): Buffer[] => {
  const bytes = gunzipSync(readFileSync(path));
  const lines: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0x0a, at);
    const stop = end < 0 ? bytes.length : end;
    if (stop > at) lines.push(bytes.subarray(at, stop));
    at = stop + 1;
  }
  return lines;
};
const parse = (line: Buffer | string) => JSON.parse(line.toString()) as JsonObject;

/** A rule set of one shipped list without its self-test on the others, and only the rows that fit. */
function only(list: string, row: RegExp = /./): RuleSet {
  const text = shippedLists.find(({ name }) => name === `${list}.csv`)!.text;
  const rows = text.split('\n').filter((line, i) => i < 6 || row.test(line));
  const [system, code, , bit] = rows[6]!.split(',');
  const test = `${rows.slice(0, 5).join('\n')}\nsystem,code,date,bit,expect\n${system},${code},,${bit},hit`;
  return openRuleSet([
    { name: 'one.csv', text: rows.join('\n') },
    { name: 'test.csv', text: test },
  ]);
}

describe.runIf(there)('claims, by the list of CMS', () => {
  const lines = there ? linesOf(`${payer}load/claims/ExplanationOfBenefit-financial.ndjson.gz`) : [];

  test('6,170 claims: the 294 of the key, none else and none missed, by walk and by quick look', () => {
    const rules = only('cms-samhsa');
    const look = prescanOf(rules, noSources);
    const rows = readFileSync(`${payer}keys/eob-key.csv`, 'utf8').trim().split('\n').slice(1);
    const cells = rows.map((row) => row.split(','));
    const wanted = new Set(cells.filter((row) => row[5] === 'True').map((row) => row[0]!));
    const hits = new Set<string>();
    let overlooked = 0;
    for (const line of lines) {
      const resource = parse(line);
      const { labels, reasons } = classified(resource, rules);
      if (labels === 0) continue;
      if (!look(line)) overlooked++;
      expect(reasons.every(({ path }) => path.startsWith('diagnosis['))).toBe(true);
      hits.add(String(resource.id));
    }
    expect([lines.length, hits.size, overlooked]).toEqual([6170, 294, 0]);
    expect([...hits].filter((id) => !wanted.has(id))).toEqual([]);
    expect([...wanted].filter((id) => !hits.has(id))).toEqual([]);
    const inWindow = cells.filter((row) => hits.has(row[0]!) && row[6]!.trim() === 'True');
    expect([inWindow.length, new Set(inWindow.map((row) => row[1])).size]).toEqual([218, 176]);
  }, 60_000);

  test('the same with all lists of the product: they add no claim that is not one', () => {
    const look = prescanOf(shippedRules, noSources);
    const found = lines.filter((line) => look(line)).map((line) => classified(parse(line)).labels);
    expect(found.filter((labels) => labels !== 0)).toHaveLength(294);
    expect(found.every((labels) => (labels & ~label.SUD) === 0)).toBe(true);
  }, 60_000);

  test('291 prior authorizations have none; one that gets a SUD diagnosis takes its document along', () => {
    const authorizations = linesOf(`${payer}load/claims/ExplanationOfBenefit-pdex-priorauth.ndjson.gz`).map(
      parse,
    );
    expect(authorizations.filter((one) => classified(one).labels !== 0)).toEqual([]);
    const mutant = JSON.parse(JSON.stringify(authorizations[0]!).replace('G89.4', 'F11.20')) as JsonObject;
    mutant.supportingInfo = [{ sequence: 1, valueReference: { reference: 'DocumentReference/d' } }];
    const final = spread([
      graphRecord(mutant, classified(mutant).labels),
      graphRecord({ resourceType: 'DocumentReference', id: 'd' }, 0),
    ]);
    expect([...final.values()].map(({ labels }) => labels)).toEqual([label.SUD, label.SUD]);
  });

  test('of the files of CMS, the one claim that was made for it', () => {
    const folder = `${data}payer-data/cms-bfd/v2-endpoint-responses/`;
    const hits: string[] = [];
    for (const file of readdirSync(folder).filter((name) => /^(eob|claim)/.test(name))) {
      const body = parse(readFileSync(folder + file));
      const entries = (body.entry as { resource: JsonObject }[] | undefined)?.map(
        (entry) => entry.resource,
      ) ?? [body];
      for (const one of entries) if (classified(one, only('cms-samhsa')).labels !== 0) hits.push(file);
    }
    expect(hits).toEqual(['eobReadByPatientWithSamhsa.json']);
  }, 60_000);
});

describe.runIf(there)('clinical records', () => {
  const types = [
    'CarePlan',
    'Condition',
    'DiagnosticReport',
    'Encounter',
    'Goal',
    'Immunization',
    'MedicationRequest',
    'Observation',
    'Procedure',
  ];
  const resources = there
    ? types.flatMap((type) => linesOf(`${payer}load/clinical/${type}.ndjson.gz`).map(parse))
    : [];
  const graphBy = (rules: RuleSet): GraphRecord[] =>
    resources.map((resource) => graphRecord(resource, classified(resource, rules).labels));

  /** Labelled after each of K1 to K4, and the references that are dropped. */
  function counts(records: GraphRecord[]) {
    const final = spread(records);
    const upTo = (rules: string[]) =>
      records.filter(
        ({ ref, own }) => own !== 0 || final.get(ref)!.gained.some(({ rule }) => rules.includes(rule)),
      ).length;
    const { drop, withheld } = planRelease(records, ({ ref }) =>
      final.get(ref)!.labels & classMask ? 'sensitive' : undefined,
    );
    const closed = [upTo([]), upTo(['K2']), upTo(['K2', 'K3']), upTo(['K2', 'K3', 'K4'])];
    expect(withheld.size).toBe(closed[3]);
    return { closed, drop };
  }

  test('SUD: 228 by their codes, 237, 298 and 299 with K2, K3, K4; 7 references to their Encounters are dropped', () => {
    const { closed, drop } = counts(graphBy(only('throughline-snomed', /SUD/)));
    expect(closed).toEqual([228, 237, 298, 299]);
    expect(drop).toHaveLength(7);
    expect(drop.every(({ element }) => element === 'encounter')).toBe(true);
  }, 60_000);

  test('abortion: 156 by their codes, 260 with K2 and no more; 110 references are dropped', () => {
    const { closed, drop } = counts(graphBy(only('throughline-snomed', /ABORTION/)));
    expect(closed).toEqual([156, 260, 260, 260]);
    expect(drop).toHaveLength(110);
  }, 60_000);

  test('all lists and terms of the product label the same 228 and 156', () => {
    const own = resources.map((resource) => classified(resource).labels);
    const of = (mask: number) => own.filter((labels) => (labels & mask) !== 0).length;
    expect([of(label.SUD), of(label.ABORTION)]).toEqual([228, 156]);
  }, 60_000);

  test('by the value sets of the task force alone: 165 opioid, 33 SEX, nothing of HIV, STD, abortion, violence, mental health', () => {
    const rules = only('shift-sls');
    const found: Record<string, number> = {};
    for (const resource of resources) {
      const { labels, suggestions } = classified(resource, rules);
      const coded = suggestions.filter(({ rule }) => !rule.endsWith('system'));
      for (const key of keysOf(coded.reduce((mask, one) => mask | one.mask, labels)))
        found[key] = (found[key] ?? 0) + 1;
    }
    expect(found).toEqual({ SUD: 165, SEX: 33 });
  }, 60_000);
});

describe.runIf(there)('the demo patients of the task force', () => {
  const entries = (name: string): JsonObject[] =>
    (
      parse(readFileSync(`${data}part2-sensitive/shift-demo-patients/Bundle-AllOf${name}.json`)).entry as {
        resource: JsonObject;
      }[]
    ).map(({ resource }) => resource);
  const stripped = (name: string) => entries(name).map(({ meta: _labels, ...rest }) => rest as JsonObject);
  const rules = there ? only('shift-sls') : shippedRules;
  const any = ({ labels, suggestions }: ReturnType<typeof classified>) =>
    labels !== 0 || suggestions.length > 0;

  test.each([
    ['CarlFrederickson', 17, 8],
    ['MonicaRambeau', 26, 17],
  ])('%s: of %i records %i, the same that they labelled', (name, all, some) => {
    const theirs = entries(name).filter(
      (one) => classified({ resourceType: 'Basic', meta: one.meta }).labels !== 0,
    );
    const ours = stripped(name).filter((one) => any(classified(one, rules)));
    expect([entries(name).length, ours.length]).toEqual([all, some]);
    expect(ours.map(({ id }) => id)).toEqual(theirs.map(({ id }) => id));
  });

  test('what they overlooked: the care team whose note names the treatment, and the gender in the patient', () => {
    const team = stripped('CarlFrederickson').find(({ resourceType }) => resourceType === 'CareTeam')!;
    const found = classified(team);
    expect([keysOf(found.labels), found.reasons[0]!.path]).toEqual([['SUD'], 'note[0].text']);
    expect(partsToDrop('CareTeam', found.reasons)).toEqual({ drop: ['note[0]'] });
    const monica = stripped('MonicaRambeau').find(({ resourceType }) => resourceType === 'Patient')!;
    expect(patientCuts(monica, classMask, 0).length).toBeGreaterThan(0);
  });
});
