import { createHash } from 'node:crypto';
import { npiSystem, profile, system } from '../fhir/systems.ts';
import { provenanceTargets_max } from './limits.ts';

export interface Transmission {
  jobId: string;
  personId: number;
  /** `Type/id` of everything that leaves of this member. */
  refs: readonly string[];
  /** The export's transaction time. */
  recorded: Date;
  /** The responding payer: us. */
  payer: { name: string; npi: string };
}

/**
 * The Transmitter Provenances of one member and export (pdex-42, 127; p2p 5.11): who sent what and when. More targets
 * than `provenanceTargets_max` take several; the member's own Patient, when it leaves, is a target of each, which keeps
 * all of them in the member's compartment. The ids depend on job, member and number alone: a replay gives the same.
 *
 * @returns none when nothing leaves
 */
export function transmitterProvenances(transmission: Transmission): { id: string; json: string }[] {
  const patients = transmission.refs.filter((ref) => ref.startsWith('Patient/'));
  const others = transmission.refs.filter((ref) => !ref.startsWith('Patient/'));
  const room = Math.max(1, provenanceTargets_max - patients.length);
  const all: { id: string; json: string }[] = [];
  for (let from = 0; from < Math.max(1, others.length); from += room) {
    const targets = [...patients, ...others.slice(from, from + room)];
    if (targets.length > 0) all.push(provenance(transmission, all.length, targets));
  }
  return all;
}

function provenance(t: Transmission, chunk: number, targets: string[]): { id: string; json: string } {
  const id = createHash('sha256').update(`${t.jobId}|${t.personId}|${chunk}`).digest('hex').slice(0, 32);
  const who = { identifier: { system: npiSystem, value: t.payer.npi }, display: t.payer.name };
  return {
    id,
    json: JSON.stringify({
      resourceType: 'Provenance',
      id,
      meta: { lastUpdated: t.recorded.toISOString(), profile: [profile.pdexProvenance] },
      target: targets.map((reference) => ({ reference })),
      recorded: t.recorded.toISOString(),
      agent: [
        agent('transmitter', system.coreProvenanceParticipant, 'Transmitter', who),
        agent('author', system.participantType, 'Author', who),
      ],
    }),
  };
}

const agent = (code: string, codeSystem: string, display: string, who: object) => ({
  type: { coding: [{ system: codeSystem, code, display }] },
  who,
});
