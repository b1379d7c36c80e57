/** The HRex Consent that goes out for one member and one partner, and the evidence behind its `sourceReference` (p2p 1.7, 1.8). */
import { cautiousZones, dayIn } from '../consent/days.ts';
import { consentPolicy, npiSystem, system } from '../fhir/systems.ts';
import type { Evidence, Scope, Shown } from './decision.ts';

export interface WireConsentFacts {
  /** Of the Consent. */
  id: string;
  decisionId: string;
  /** MemberPatient.id of the request. */
  patientId: string;
  scope: Scope;
  decidedAt: Date;
  endsOn: string;
  source: { name: string; npi: string };
  recipient: { name: string; npi: string };
  evidence: Pick<Evidence, 'signer' | 'relationship' | 'channel' | 'method'>;
  shown: Shown | undefined;
  /** Absolute, without a slash at the end. */
  baseUrl: string;
}

type Resource = { resourceType: string } & Record<string, unknown>;

const concept = (codeSystem: string, code: string) => ({ coding: [{ system: codeSystem, code }] });
const payer = ({ name, npi }: { name: string; npi: string }) => ({
  identifier: { system: npiSystem, value: npi },
  display: name,
});

export const policyOfScope = (scope: Scope): 'regular' | 'sensitive' =>
  scope === 'all' ? 'sensitive' : 'regular';

/** FHIR days say nothing of a zone: the day that has begun everywhere in the States when the member decided. */
export const firstDay = (decidedAt: Date): string => dayIn(cautiousZones.start, decidedAt);

export const evidencePath = '/consent-evidence/DocumentReference/';

/** Where the partner finds the evidence: at our own server, with its own token. */
export const evidenceUrl = (baseUrl: string, consentId: string): string =>
  `${baseUrl}${evidencePath}${consentId}`;

/** No class, no code, no label: HRex forbids them, and a wish for kinds binds only what we ask for and keep (section 1). */
export function wireConsent(facts: WireConsentFacts): Resource {
  const actor = (role: object, who: { name: string; npi: string }) => ({ role, reference: payer(who) });
  const patient = { reference: `Patient/${facts.patientId}` };
  return {
    resourceType: 'Consent',
    id: facts.id,
    meta: { profile: ['http://hl7.org/fhir/us/davinci-hrex/StructureDefinition/hrex-consent'] },
    status: 'active',
    scope: concept(system.consentScope, 'patient-privacy'),
    category: [concept(system.actCode, 'IDSCL')],
    patient,
    dateTime: facts.decidedAt.toISOString(),
    performer: [patient],
    organization: [payer(facts.recipient)],
    sourceReference: { reference: evidenceUrl(facts.baseUrl, facts.id) },
    policy: [{ uri: consentPolicy[policyOfScope(facts.scope)] }],
    provision: {
      type: 'permit',
      period: { start: firstDay(facts.decidedAt), end: facts.endsOn },
      actor: [
        actor(concept(system.participantType, 'performer'), facts.source),
        actor(concept(system.participationType, 'IRCP'), facts.recipient),
      ],
      action: [concept(system.consentAction, 'disclose')],
    },
  };
}

/** What the partner may read of the evidence: the words that were shown and how they were agreed to. Nobody is named in it. */
export function evidenceDocument(facts: WireConsentFacts): Resource {
  const { evidence, shown } = facts;
  const statement = [
    shown?.source ?? 'The words that were shown are kept by the channel that took the decision.',
    '---',
    `Decision ${facts.decisionId}`,
    `Decided at ${facts.decidedAt.toISOString()}, by ${evidence.relationship ?? evidence.signer}, through ${evidence.channel}, ${evidence.method}.`,
    `From ${facts.source.name} (NPI ${facts.source.npi}) to ${facts.recipient.name} (NPI ${facts.recipient.npi}).`,
    `Scope: ${facts.scope === 'all' ? 'everything the law allows' : 'without sensitive records'}. Until ${facts.endsOn}.`,
    `${facts.recipient.name} attests that the person is enrolled and has opted in.`,
    ...(shown === undefined
      ? []
      : [`Text ${shown.id} ${shown.version} ${shown.locale}, SHA-256 ${shown.sha256}.`]),
  ].join('\n');
  const bytes = Buffer.from(statement);
  return {
    resourceType: 'DocumentReference',
    id: facts.id,
    status: 'current',
    docStatus: 'final',
    type: concept('http://loinc.org', '59284-0'),
    date: facts.decidedAt.toISOString(),
    custodian: payer(facts.recipient),
    content: [
      {
        attachment: {
          contentType: 'text/plain; charset=utf-8',
          ...(shown === undefined ? {} : { language: shown.locale }),
          data: bytes.toString('base64'),
          size: bytes.length,
          title: 'Consent as it was shown and agreed to',
          creation: facts.decidedAt.toISOString(),
        },
      },
    ],
  };
}
