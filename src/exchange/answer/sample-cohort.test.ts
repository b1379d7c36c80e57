/**
 * Real input that others generated: a cohort of sixty with a key. Protects the outcomes that are promised for each of its
 * scenarios, and that whoever is matched is the true patient.
 */

import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../../test/env/database.ts';
import { lossless, ourNpi, putResources, theirNpi } from '../../../test/env/members.ts';
import { scopeOf } from '../../authz/scopes.ts';
import { openFileStore } from '../../blob/file-store.ts';
import { handClock } from '../../clock/clock.ts';
import { systemRandom } from '../../clock/random.ts';
import { type ReleaseTerms, releaseTerms_default } from '../../consent/terms.ts';
import { sql } from '../../db/sql.ts';
import { openMatcher } from '../../member-match/match.ts';
import { matchPolicy_default } from '../../member-match/policy.ts';
import { noLog } from '../../telemetry/log.ts';
import { bulkMatchTask, startBulkMatch } from './bulk-match.ts';

const data = new URL('../../../../shared/data/payer-data/synthetic-old-payer/', import.meta.url);
const present = existsSync(data);

const linesOf = async (path: string) =>
  gunzipSync(await readFile(new URL(path, data)))
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map(lossless);

interface Answered {
  scenario: string;
  outcome: string;
  right: boolean | null;
}

async function answerCohort(terms: ReleaseTerms): Promise<Answered[]> {
  const own = await testDatabase();
  const dir = await mkdtemp(join(tmpdir(), 'tl-cohort-'));
  try {
    await own.db.run(sql`insert into client (id, name, npi, jwks, scope, created_at)
      values ('new', 'New', ${theirNpi}, '{"keys":[]}', 'system/*.rs', now())`);
    await putResources(
      own.db,
      await linesOf('load/clinical/Patient.ndjson.gz'),
      await linesOf('load/claims/Coverage.ndjson.gz'),
    );
    const deps = {
      db: own.db,
      blobs: openFileStore(dir),
      clock: handClock('2026-06-30T12:00:00Z'),
      random: systemRandom,
      matcher: openMatcher(),
      policy: matchPolicy_default,
      secret: Buffer.alloc(32, 7),
      log: noLog,
      payer: { name: 'Old', npi: ourNpi },
      terms,
    };
    const jobId = await startBulkMatch(deps, {
      caller: { clientId: 'new', npi: theirNpi, name: 'New', scope: scopeOf([]) },
      body: await readFile(new URL('member-match/bulk-member-match-in.json', data)),
      requestUrl: 'https://old.example/fhir/Group/$bulk-member-match',
    });
    await bulkMatchTask(deps)(jobId, { failures: 0, signal: new AbortController().signal });
    const decided = await own.db.query<{
      submitted_id: string;
      outcome: string;
      patient_id: string | null;
    }>(sql`select submitted_id, outcome, patient_id from match_decision where job_id = ${jobId}`);
    const byMember = new Map(decided.map((row) => [row.submitted_id, row]));
    const key = (await readFile(new URL('keys/member-match-key.csv', data), 'utf8'))
      .trim()
      .split(/\r?\n/)
      .slice(1);
    return key.map((line) => {
      const [member = '', scenario = '', , truePatient = ''] = line.split(',');
      const row = byMember.get(member);
      return {
        scenario,
        outcome: row?.outcome ?? 'absent',
        right: row?.patient_id ? row.patient_id === truePatient : null,
      };
    });
  } finally {
    await own.drop();
    await rm(dir, { recursive: true });
  }
}

describe.skipIf(!present)(
  'the sample cohort (skipped where the sample data is not beside the repository)',
  () => {
    test('ends in the outcomes of its key, and nobody is taken for somebody else', async () => {
      const answered = await answerCohort(releaseTerms_default);
      expect(answered).toHaveLength(60);
      expect(answered.filter(({ right }) => right === false)).toEqual([]);
      const outcomes = (scenario: string) => [
        ...new Set(answered.filter((one) => one.scenario === scenario).map((one) => one.outcome)),
      ];
      expect(outcomes('exact')).toEqual(['match']);
      expect(outcomes('not-a-member')).toEqual(['nomatch']);
      expect(outcomes('expired-consent')).toEqual(['consentconstraint']);
      expect(outcomes('regular-only-consent')).toEqual(['match']);
      expect(outcomes('moved-and-nickname')).toEqual(['match']);
      expect(outcomes('name-changed')).toEqual(['match']);
      // Ours to choose: the rest of the evidence is overwhelming.
      expect(outcomes('wrong-member-id')).toEqual(['match']);
      expect(outcomes('dob-typo')).toEqual(['match']);
    });

    test('of a store whose records carry labels matches those who consent to #regular alone, and nobody more', async () => {
      const answered = await answerCohort({ ...releaseTerms_default, segmentation: 'labelled' });
      const by = (scenario: string) => answered.filter((one) => one.scenario === scenario);
      expect(by('regular-only-consent').map(({ outcome, right }) => [outcome, right])).toEqual([
        ['match', true],
        ['match', true],
      ]);
      expect(by('expired-consent').map(({ outcome }) => outcome)).toEqual(Array(6).fill('consentconstraint'));
      expect(answered.filter(({ right }) => right === false)).toEqual([]);
    });
  },
);
