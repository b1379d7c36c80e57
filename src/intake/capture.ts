/** A decision that a member spoke on the telephone. The order of the script (5.4) is a condition: no read-back, no decision. */
import type { Tx } from '../db/db.ts';
import { findPartner } from '../directory/partners.ts';
import { decide } from '../election/decide.ts';
import { decisionByRecord, insertCopySent } from '../election/store.ts';
import { optInText } from '../election/texts.ts';
import { personOfPatient } from '../person/store.ts';
import { Problem } from '../problem/problem.ts';
import type { TakeDeps } from './take-row.ts';

export interface Capture {
  callId: string;
  agent: string;
  memberId: string;
  locale: 'en' | 'es';
  decidedAt: string;
  script: {
    callerIdentified: boolean;
    interpreterOffered: boolean;
    recordingSaid: boolean;
    educationRead: boolean;
    optionsRead: boolean;
    readBack: { plans: boolean; scope: boolean; endDate: boolean; howToStop: boolean };
  };
  /** The caller's own word to "yes or no?". Anything else is no decision. */
  answer: 'yes' | 'no';
  kind: 'opt-in' | 'decline' | 'withdraw';
  scope?: 'all' | 'regular';
  plans?: {
    name: string;
    payerId?: string;
    relationship: 'self' | 'spouse' | 'child' | 'other';
    memberIdThere?: string;
    kind?: 'prior' | 'concurrent';
  }[];
}

/** Steps of the script that were left out, as paths: with any of them there is no decision to take. */
export function missingSteps({ script, answer, kind, scope, plans }: Capture): string[] {
  if (kind !== 'opt-in') return script.callerIdentified ? [] : ['script/callerIdentified'];
  const { readBack, ...steps } = script;
  return [
    ...Object.entries(steps).flatMap(([name, done]) => (done ? [] : [`script/${name}`])),
    ...Object.entries(readBack).flatMap(([name, done]) => (done ? [] : [`script/readBack/${name}`])),
    ...(answer === 'yes' ? [] : ['answer']),
    ...(scope === undefined ? ['scope'] : []),
    ...((plans ?? []).length === 0 ? ['plans'] : []),
  ];
}

export interface Captured {
  id: string;
  number: string;
  /** The copy is still to be sent to the member. */
  state: 'needs-copy' | 'taken';
}

export async function takeCapture(
  tx: Tx,
  deps: TakeDeps,
  clientId: string,
  capture: Capture,
): Promise<Captured> {
  const personId = (await personOfPatient(tx, [capture.memberId])).get(capture.memberId);
  if (personId === undefined) throw new Problem('unprocessable', 'There is no such member.');
  const decidedAt = new Date(capture.decidedAt);
  const gives = capture.kind === 'opt-in';
  const text = deps.texts.find(optInText, 'current', capture.locale, capture.decidedAt.slice(0, 10))!;
  const plans = [];
  for (const plan of gives ? (capture.plans ?? []) : []) {
    const partner = await findPartner(tx, plan.payerId ?? plan.name);
    plans.push({
      partnerId: partner?.id,
      payerNpi: partner?.npi,
      name: partner?.name ?? plan.name,
      kind: plan.kind ?? ('prior' as const),
      relationship: plan.relationship,
      memberIdThere: plan.memberIdThere,
    });
  }
  const { id, version, locale, sha256, source } = text;
  const decided = await decide(tx, deps, {
    personId,
    kind: capture.kind,
    scope: gives ? capture.scope : undefined,
    plans,
    stop: capture.kind === 'withdraw' ? 'all' : undefined,
    decidedAt,
    ...(gives ? { shown: { id, version, locale, sha256, source, at: decidedAt } } : {}),
    evidence: {
      signer: 'self',
      channel: 'call-centre',
      method: 'verbal-read-back',
      agent: capture.agent,
      // A reference to the recording, never the sound.
      callReference: capture.callId,
      source: clientId,
      recordId: `call-${capture.callId}`,
      needsCopy: true,
    },
  });
  if (decided === 'known-record') throw new Problem('conflict', 'This call was taken before.');
  return { id: decided.id, number: decided.number, state: 'needs-copy' };
}

/** The letter went out: the capture is complete. */
export async function noteCopySent(
  tx: Tx,
  clientId: string,
  callId: string,
  sent: { at: Date; how: string },
): Promise<Pick<Captured, 'id' | 'state'>> {
  const found = await decisionByRecord(tx, clientId, `call-${callId}`);
  if (!found) throw new Problem('not-found', 'There is no such call.');
  await insertCopySent(tx, found.id, sent.at, sent.how);
  return { id: found.id, state: 'taken' };
}
