// One search room on a database of its own, with a permit for whom a test says.
import { afterAll, beforeAll } from 'vitest';
import { systemClock } from '../../src/clock/clock.ts';
import { permitsFor } from '../../src/consent/permits-for.ts';
import type { Tx } from '../../src/db/db.ts';
import { openLabelling } from '../../src/labels/labelling.ts';
import type { SearchAccess } from '../../src/search/access.ts';
import { everything, parseEverything } from '../../src/search/everything.ts';
import type { SearchPage } from '../../src/search/page.ts';
import { type ParseOptions, parseSearch, type SearchProblem } from '../../src/search/parse.ts';
import { openSeal } from '../../src/search/seal.ts';
import { type ReadResult, readRecord, searchRecords } from '../../src/search/search.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { insertPermission, insertPerson, partner } from './released-data.ts';

export let own: TestDatabase;
export const now = new Date('2026-06-30T12:00:00Z');
export const seal = openSeal(Buffer.from('a secret of the deployment'));
export const base = 'https://payer.example/fhir';
export const options: ParseOptions = { lenient: false, base, now, seal };
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());

/** A person that consented to share with the client. */
export async function member(to: { clientId: string; npi: string } = partner): Promise<number> {
  const personId = await insertPerson(own.db);
  await insertPermission(own.db, personId, to);
  return personId;
}

export interface As {
  client?: { clientId: string; npi: string };
  covers?: (type: string) => boolean;
  at?: Date;
}

const labels = { labelling: () => openLabelling(own.db, systemClock), base: 'https://old.example/fhir' };

/** Runs the work as a request about these persons does: permits and records of one snapshot. */
export function about<T>(
  personIds: readonly number[],
  work: (tx: Tx, access: SearchAccess) => Promise<T>,
  { client = partner, covers = () => true, at = now }: As = {},
): Promise<T> {
  return own.db.tx(
    async (tx) => {
      const { permits } = await permitsFor(tx, client.clientId, client.npi, personIds, at);
      return work(tx, { clientId: client.clientId, permits, covers, now: at, labels });
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}

export type Answered = SearchPage | { problems: SearchProblem[] };

export async function searched(
  personIds: readonly number[],
  type: string,
  query: string | URLSearchParams,
  as: As & Partial<ParseOptions> = {},
): Promise<Answered> {
  const parsed = parseSearch(type, new URLSearchParams(query), { ...options, ...as });
  if ('problems' in parsed) return parsed;
  return about(personIds, (tx, access) => searchRecords(tx, seal, access, parsed.search), as);
}

/** The refs of a page that must be one, matches and includes. */
export async function found(
  personIds: readonly number[],
  type: string,
  query: string | URLSearchParams,
  as: As & Partial<ParseOptions> = {},
): Promise<string[]> {
  const answer = await searched(personIds, type, query, as);
  if ('problems' in answer) throw new Error(answer.problems.map((p) => p.text).join(' '));
  return [...answer.matches, ...answer.includes].map((entry) => entry.ref);
}

export async function everythingOf(
  personIds: readonly number[],
  query: string,
  as: As = {},
): Promise<Answered> {
  const parsed = parseEverything(new URLSearchParams(query), options);
  if ('problems' in parsed) return parsed;
  return about(personIds, (tx, access) => everything(tx, seal, access, parsed.request), as);
}

export const read = (personIds: readonly number[], ref: string, as: As = {}): Promise<ReadResult> => {
  const [type = '', id = ''] = ref.split('/');
  return about(personIds, (tx, access) => readRecord(tx, access, type, id), as);
};
