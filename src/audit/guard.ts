import { assert } from '../problem/problem.ts';
import type { AuditEntry } from './audit.ts';
import { codes_max, detailDepth_max, detailMembers_max, wordCharacters_max } from './limits.ts';

/**
 * Refuses what does not belong into an audit entry: an entry names ids, counts and decisions, each a short word. White space is what
 * tells a name or a free text from an id, so no value but the name of an operator may hold any. What is refused is our own fault: it
 * throws, and what it was about is rolled back.
 */
export function checkEntry(entry: AuditEntry): void {
  check('at', !Number.isNaN(entry.at.getTime()));
  check('actor', actor.test(entry.actor) && entry.actor.length <= wordCharacters_max);
  check('action', action.test(entry.action));
  check('personId', entry.personId === undefined || Number.isSafeInteger(entry.personId));
  check('epoch', entry.epoch === undefined || Number.isSafeInteger(entry.epoch));
  check('consentHash', entry.consentHash === undefined || entry.consentHash.length === 32);
  check('onBehalfOf', entry.onBehalfOf === undefined || actor.test(entry.onBehalfOf));
  for (const name of ['subject', 'partner', 'decision', 'permit', 'ruleSet', 'trace'] as const)
    check(name, entry[name] === undefined || isWord(entry[name]));
  check('codes', (entry.codes?.length ?? 0) <= codes_max && (entry.codes ?? []).every(isWord));
  for (const [name, count] of Object.entries(entry.counts ?? {}))
    check('counts', isWord(name) && Number.isSafeInteger(count) && count >= 0);
  const members = { left: detailMembers_max };
  check('detail', isDetail(entry.detail ?? {}, detailDepth_max, members));
}

function check(what: string, holds: boolean): void {
  // The value itself is not told: it may be what must not be written down.
  assert(holds, `an audit entry whose ${what} is neither an id nor a count nor a decision`);
}

/** The name after the colon may hold spaces for operators: their names, never a member's. */
const actor = /^(?:system|(?:client|partner|member):[^\s\p{C}]+|operator:[^\p{C}\n]{1,100})$/u;
const action = /^[a-z][A-Za-z0-9.-]{1,63}$/;
const spaceOrControl = /[\s\p{C}]/u;
/** ICD-10 with its dot, and `system|code`: what a member has is not written down. */
const clinicalCode = /^[A-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}$|\|/;

const isWord = (value: string): boolean =>
  value.length <= wordCharacters_max && !spaceOrControl.test(value) && !clinicalCode.test(value);

function isDetail(value: unknown, depth: number, members: { left: number }): boolean {
  if (value === null || value === undefined || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string') return isWord(value);
  if (typeof value !== 'object' || depth === 0) return false;
  return Object.entries(value).every(
    ([name, member]) => --members.left >= 0 && isWord(name) && isDetail(member, depth - 1, members),
  );
}
