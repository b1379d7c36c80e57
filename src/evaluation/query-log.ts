import type { JsonObject } from '../fhir/lossless.ts';
import type { LoggedQuery } from '../member-match/learn/train.ts';
import { Problem } from '../problem/problem.ts';
import { readQuery } from './ask.ts';
import { objectsOf } from './lines.ts';
import { readTruth } from './truth.ts';

/**
 * A file of queries to learn from, with whom they meant where a file of truth says so.
 *
 * @throws Problem `invalid` where a line is no query, or truth is told and not for this one
 */
export async function* queryLog(files: {
  queries: string;
  truth?: string | undefined;
  npi: string;
}): AsyncGenerator<LoggedQuery, void, undefined> {
  const truth = files.truth === undefined ? undefined : await readTruth(files.truth);
  for await (const parameters of objectsOf<JsonObject>(files.queries)) {
    const { queryId, query } = readQuery(parameters, files.npi);
    const known = truth?.get(queryId);
    if (truth && !known) throw new Problem('invalid', `There is no truth for query ${queryId}.`);
    yield { query, patientIds: known?.memberIds };
  }
}
