// consent-and-sensitive-data 3.7: what a member or an officer says of labels, above all code: more of them, fewer, or a stop of everything.
import { audit } from '../audit/audit.ts';
import { withdrawFilesOf } from '../bulk/withdrawal.ts';
import type { Random } from '../clock/random.ts';
import type { Queries, Tx } from '../db/db.ts';
import { isUuid } from '../db/uuid.ts';
import { Problem } from '../problem/problem.ts';
import { label, maskOf } from '../sensitivity/bits.ts';
import { categories } from './grants.ts';
import * as store from './overrides-store.ts';
import { lockPermission } from './permission-lock.ts';

export const overrideScopes = [
  'person',
  'resource',
  'code',
  'provider',
  'encounter',
  'dates',
  'category',
] as const;
export const overrideReasons = [
  'member-wish',
  'safety',
  'ipv',
  'litigation',
  'split',
  'wrong-label',
  'restore',
] as const;

export interface NewOverride {
  id: string;
  personId: number;
  scope: (typeof overrideScopes)[number];
  /** Of the scope: `Type/id`, `system|code`, an NPI, `Encounter/id`, `2024-01-01/2024-03-31`, a category; '' of the person. */
  value: string;
  effect: 'add' | 'remove' | 'hold';
  /** Mask of the classes that are added or removed. */
  labels: number;
  /** `member:<person>` or `operator:<name>`. */
  by: string;
  role: 'member' | 'officer';
  reason: (typeof overrideReasons)[number];
  validFrom: string | null;
  validTo: string | null;
  givenAt: Date;
}

export interface Override extends NewOverride {
  /** The other officer; a removal without one does nothing. */
  second: string | null;
  liftedAt: Date | null;
}

/**
 * What stands on a person's records, for those who compute labels: additions and holds as soon as they are given, removals when two
 * officers agree. A removal never holds PART2, which comes with a record or from its source (3.2, 1 and 2).
 */
export const overridesInForce = async (q: Queries, personId: number): Promise<Override[]> =>
  (await store.selectOverrides(q, personId)).filter((one) => one.effect !== 'remove' || one.second !== null);

/** Of these persons, those of whom an override was ever given: lifted ones, too. */
export const personsWithOverrides = store.personsWithOverrides;

/** Every one that was not lifted, those that wait for a second officer included. */
export const listOverrides = store.selectOverrides;

type Given = Omit<NewOverride, 'id' | 'givenAt'>;

/**
 * Gives an override. What narrows takes effect in this transaction: permits from before are dead, files are withdrawn, under a hold
 * as if they had never been. @returns its id
 * @throws Problem `invalid`, `forbidden` for a removal by the member
 */
export async function giveOverride(
  tx: Tx,
  deps: { random: Random },
  given: Given,
  at: Date,
): Promise<string> {
  check(given);
  const { personId, effect, scope } = given;
  const id = deps.random.uuid();
  if (effect !== 'remove') await lockPermission(tx, 'change');
  await store.insertOverride(tx, { ...given, id, givenAt: at });
  if (effect !== 'remove')
    await withdrawFilesOf(tx, {
      personId,
      clientId: null,
      now: at,
      as: effect === 'hold' && scope === 'person' ? 'absent' : 'gone',
    });
  await audit(tx, {
    at,
    actor: given.by,
    action: actionOf(given),
    personId,
    subject: id,
    codes: [given.reason],
  });
  return id;
}

/**
 * The second officer agrees to a removal (3.7).
 *
 * @throws Problem `not-found`, `conflict`, `forbidden` for the officer who asked for it
 */
export async function secondOverride(
  tx: Tx,
  { id, by, at }: { id: string; by: string; at: Date },
): Promise<Override> {
  const override = await overrideById(tx, id);
  if (override.effect !== 'remove')
    throw new Problem('conflict', 'Only a removal of labels needs a second officer.');
  if (override.by === by) throw new Problem('forbidden', 'The second officer is another one than the first.');
  if (!(await store.markSeconded(tx, id, by, at)))
    throw new Problem('conflict', 'This override was settled before.');
  await audit(tx, { at, actor: by, action: 'override.second', personId: override.personId, subject: id });
  return override;
}

/** Takes an override back. Nothing that was made under it comes to life again. @throws Problem `not-found`, `conflict` */
export async function liftOverride(
  tx: Tx,
  { id, by, at }: { id: string; by: string; at: Date },
): Promise<Override> {
  const override = await overrideById(tx, id);
  if (override.role === 'officer' && by.startsWith('member:'))
    throw new Problem('forbidden', 'What an officer has set an officer lifts.');
  await lockPermission(tx, 'change');
  if (!(await store.markLifted(tx, id, by, at)))
    throw new Problem('conflict', 'This override was lifted before.');
  const action = override.effect === 'hold' ? 'hold.lift' : 'override.lift';
  await audit(tx, { at, actor: by, action, personId: override.personId, subject: id });
  return override;
}

async function overrideById(q: Queries, id: string): Promise<Override> {
  const override = isUuid(id) ? await store.selectOverride(q, id) : undefined;
  if (!override) throw new Problem('not-found', 'There is no such override.');
  return override;
}

/** The mask of keys of the label table (`SUD,HIV`). @throws Problem `invalid` */
export function labelsOf(keys: readonly string[]): number {
  return keys.reduce((mask, key) => {
    const bit = maskOf(key.trim().toUpperCase());
    if (bit === undefined)
      throw new Problem('invalid', 'A class is a key of the label table, as SUD, HIV or OWN.');
    return mask | bit;
  }, 0);
}

const day = /^\d{4}-\d{2}-\d{2}$/;
const shapeOf: Record<NewOverride['scope'], RegExp> = {
  person: /^$/,
  resource: /^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/,
  code: /^\S+\|\S+$/,
  provider: /^\d{10}$/,
  encounter: /^Encounter\/[A-Za-z0-9.-]{1,64}$/,
  dates: /^\d{4}-\d{2}-\d{2}\/\d{4}-\d{2}-\d{2}$/,
  category: new RegExp(`^(?:${categories.join('|')})$`),
};

function check({ scope, value, effect, labels, role, validFrom, validTo }: Given): void {
  const refuse = (text: string): never => {
    throw new Problem('invalid', text);
  };
  if (role === 'member' && effect === 'remove')
    throw new Problem('forbidden', 'Labels are taken off by two officers, not by the member.');
  if (!shapeOf[scope].test(value)) refuse(`This is no ${scope} that an override could be about.`);
  if (scope === 'person' && effect !== 'hold') refuse('The whole person can be held, not labelled.');
  if (effect !== 'hold' && labels === 0) refuse('An override names the classes that it adds or removes.');
  // It comes with the record or from its source, never from a code: it is not for anybody to take off (42 CFR 2.12).
  if (effect === 'remove' && (labels & label.PART2) !== 0)
    refuse('The Part 2 label comes from the source of a record and is not taken off.');
  for (const end of [validFrom, validTo]) if (end !== null && !day.test(end)) refuse('A day is YYYY-MM-DD.');
  if (validFrom !== null && validTo !== null && validTo < validFrom) refuse('It ends before it starts.');
}

const actionOf = ({ effect }: Given): string => (effect === 'hold' ? 'hold.set' : `override.${effect}`);
