import type { Queries } from '../db/db.ts';
import { isObject, type JsonObject, objectsOf as partsOf, textOf } from '../fhir/lossless.ts';
import type { Verdict } from '../member-match/decide.ts';
import type { ExplainedMatcher } from '../member-match/match.ts';
import { type MemberQuery, readMemberQuery } from '../member-match/query.ts';
import { Problem } from '../problem/problem.ts';

/** How one query was decided. */
export interface Answer {
  queryId: string;
  decision: Verdict;
  /** The `id` of a member of the answered person; for a review of the leading one; '' for a refusal. */
  memberId: string;
  /** The best candidate, whatever was decided; '' for none. */
  leadingId: string;
  score: number;
  reason: string;
  /** Engine and model that decided. */
  engine: string;
  ms: number;
  /** Persons that retrieval brought; undefined where the query was refused without looking. */
  candidates: number | undefined;
  /** Whether one of these members is among them: see `Truth`. */
  holds(memberIds: ReadonlySet<string>): boolean;
}

/** Asks all queries of a file, several at once; gives the answers in the order of the file. */
export async function* askAll(
  q: Queries,
  matcher: ExplainedMatcher,
  { queries, npi, concurrency }: { queries: AsyncIterable<JsonObject>; npi: string; concurrency: number },
): AsyncGenerator<Answer, void, undefined> {
  const asked: Promise<Answer>[] = [];
  try {
    for await (const parameters of queries) {
      if (asked.length >= concurrency) yield await asked.shift()!;
      const answer = ask(q, matcher, parameters, npi);
      answer.catch(() => {}); // reported when its turn comes
      asked.push(answer);
    }
    while (asked.length > 0) yield await asked.shift()!;
  } finally {
    await Promise.allSettled(asked);
  }
}

async function ask(
  q: Queries,
  matcher: ExplainedMatcher,
  parameters: JsonObject,
  npi: string,
): Promise<Answer> {
  const begin = performance.now();
  const { queryId, query } = readQuery(parameters, npi);
  const { decision, found } = await matcher.explain(q, query);
  const ms = performance.now() - begin;
  const members = new Set(
    (found?.candidates ?? []).flatMap((c) => c.records.map((record) => record.patientId)),
  );
  return {
    queryId,
    decision: decision.decision,
    memberId: decision.patientId ?? decision.leading?.patientId ?? '',
    leadingId: decision.candidates[0]?.patientId ?? '',
    score: decision.score,
    reason: decision.reasons.join(' '),
    engine: decision.engine,
    ms,
    candidates: found?.candidates.length,
    holds: (memberIds) => [...memberIds].some((id) => members.has(id)),
  };
}

/** One line of a file of queries. */
export function readQuery(parameters: JsonObject, npi: string): { queryId: string; query: MemberQuery } {
  const queryId = textOf(parameters.id);
  const patient = partOf(parameters, 'MemberPatient');
  if (queryId === undefined || patient === undefined)
    throw new Problem('invalid', 'A query has no id or no MemberPatient.');
  return { queryId, query: readMemberQuery(patient, partOf(parameters, 'CoverageToMatch') ?? {}, npi) };
}

function partOf(parameters: JsonObject, name: string): JsonObject | undefined {
  const resource = partsOf(parameters.parameter).find((part) => part.name === name)?.resource;
  return isObject(resource) ? resource : undefined;
}
