import type { QueryParameters } from './draft.ts';

/** What the right answer to a query is. */
export interface Truth {
  queryId: string;
  expect: 'MATCH' | 'REFUSE';
  reason: '' | 'NO_MATCH' | 'AMBIGUOUS' | 'INSUFFICIENT' | 'CONFLICT';
  /** Any of these is right. */
  memberIds: string[];
  /** Answering with one of these discloses the wrong person. */
  trapIds: string[];
  stratum: string;
  corruptions: string[];
  personId: string;
  /** A must answer, B answer or review, P review preferred, N must refuse. */
  tier: 'A' | 'B' | 'P' | 'N';
}

/** A query with its truth. */
export interface Query {
  parameters: QueryParameters;
  truth: Truth;
  /** The record that the query is about, null where the person is not in the index. */
  memberId: string | null;
}

export const truthHeader =
  'query_id,expect,reason,member_ids,trap_member_ids,stratum,corruptions,person_id,tier';

export const truthLine = (truth: Truth): string =>
  [
    truth.queryId,
    truth.expect,
    truth.reason,
    truth.memberIds.join('|'),
    truth.trapIds.join('|'),
    truth.stratum,
    truth.corruptions.join('|'),
    truth.personId,
    truth.tier,
  ].join(',');
