import { payerToPayer, profile } from '../../fhir/systems.ts';
import type { WireParts } from './wire-member.ts';

const partOrder = ['MemberPatient', 'CoverageToMatch', 'Consent', 'CoverageToLink'] as const;

const partsOf = (parts: WireParts) =>
  partOrder.flatMap((name) => (parts[name] ? [{ name, resource: parts[name] }] : []));

/** Input of `Group/$bulk-member-match` (pdex-140, pdex-398). */
export const bulkMatchParameters = (members: readonly WireParts[]) => ({
  resourceType: 'Parameters',
  meta: { profile: [profile.bulkMemberMatchIn] },
  parameter: members.map((parts) => ({ name: 'MemberBundle', part: partsOf(parts) })),
});

/** Input of `Patient/$member-match` (HRex). */
export const memberMatchParameters = (parts: WireParts) => ({
  resourceType: 'Parameters',
  meta: { profile: [profile.memberMatchIn] },
  parameter: partsOf(parts),
});

export interface ExportAsk {
  since: Date | undefined;
  types: readonly string[] | undefined;
  /** The partner's Patient ids; undefined: all members of the Group. */
  patients: readonly string[] | undefined;
  exportValues: 'typed' | 'string' | undefined;
}

/** Input of `Group/[id]/$davinci-data-export`: exportType is always there (pdex-118, pdex-171). */
export function exportParameters(ask: ExportAsk, withExportType = true) {
  const typed = ask.exportValues !== 'string';
  return {
    resourceType: 'Parameters',
    parameter: [
      ...(withExportType
        ? [{ name: 'exportType', [typed ? 'valueCanonical' : 'valueString']: payerToPayer }]
        : []),
      ...(ask.since
        ? [{ name: '_since', [typed ? 'valueInstant' : 'valueDateTime']: ask.since.toISOString() }]
        : []),
      ...(ask.types ? [{ name: '_type', valueString: ask.types.join(',') }] : []),
      ...(ask.patients ?? []).map((id) => ({
        name: 'patient',
        valueReference: { reference: `Patient/${id}` },
      })),
    ],
  };
}
