import { createHash } from 'node:crypto';
import { npiSystem, profile, system } from '../fhir/systems.ts';
import { provenanceTargets_max } from './limits.ts';

export interface Transmission {
  /** To whom: the requesting payer's client. */
  clientId: string;
  personId: number;
  /** `Type/id` of everything that leaves of this member. */
  refs: readonly string[];
  /** When the newest of it was recorded here (pdex-07). */
  recorded: Date;
  /** The responding payer: us. */
  payer: { name: string; npi: string };
}

/**
 * The Transmitter Provenances of one member and export (pdex-42, 127; p2p 5.11): who sent what and when. More targets
 * than `provenanceTargets_max` take several; the member's own Patient, when it leaves, is a target of each, which keeps
 * all of them in the member's compartment. Ids and content depend on what is sent and to whom, not on the job: sending the
 * same again is the same statement, and a partner that keeps it stores nothing new.
 *
 * @returns none when nothing leaves
 */
export function transmitterProvenances(transmission: Transmission): { id: string; json: string }[] {
  const refs = [...transmission.refs].sort();
  const patients = refs.filter((ref) => ref.startsWith('Patient/'));
  const others = refs.filter((ref) => !ref.startsWith('Patient/'));
  const room = Math.max(1, provenanceTargets_max - patients.length);
  const all: { id: string; json: string }[] = [];
  for (let from = 0; from < Math.max(1, others.length); from += room) {
    const targets = [...patients, ...others.slice(from, from + room)];
    if (targets.length > 0) all.push(provenance(transmission, targets));
  }
  return all;
}

function provenance(t: Transmission, targets: readonly string[]): { id: string; json: string } {
  const recorded = t.recorded.toISOString();
  const sent = `${t.clientId}|${t.personId}|${recorded}|${targets.join('|')}`;
  const id = createHash('sha256').update(sent).digest('hex').slice(0, 32);
  const who = { identifier: { system: npiSystem, value: t.payer.npi }, display: t.payer.name };
  const json = JSON.stringify({
    resourceType: 'Provenance',
    id,
    meta: { lastUpdated: recorded, profile: [profile.pdexProvenance] },
    recorded,
    agent: [
      agent('transmitter', system.coreProvenanceParticipant, 'Transmitter', who),
      agent('author', system.participantType, 'Author', who),
    ],
  });
  // A `Type/id` holds nothing that JSON escapes, and there are as many as records.
  const target = `"target":[{"reference":"${targets.join('"},{"reference":"')}"}]`;
  return { id, json: `${json.slice(0, -1)},${target}}` };
}

const agent = (code: string, codeSystem: string, display: string, who: object) => ({
  type: { coding: [{ system: codeSystem, code, display }] },
  who,
});
