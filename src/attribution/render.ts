import { extension, matchResultSystem, npiSystem, profile } from '../fhir/systems.ts';
import type { GroupCode, GroupMember, ManagingPayer, MatchGroup } from './group.ts';

type MemberPages = () => AsyncIterable<readonly GroupMember[]>;

/** Identifies a Group beside the requester's NPI (O21). */
export const groupIdentifierSystem = 'urn:ietf:rfc:3986';
export const groupIdentifier = (id: string): string => `urn:uuid:${id}`;

/**
 * A Group as JSON in pieces, without a line break (p2p 2.7, 2.8). `pages` is read twice: contained resources stand
 * before the members that point at them.
 */
export async function* renderGroup(
  group: MatchGroup,
  pages: MemberPages,
  payer: ManagingPayer,
): AsyncGenerator<string> {
  yield `{"resourceType":"Group","id":${JSON.stringify(group.id)},"meta":${JSON.stringify({
    profile: [group.code === 'match' ? profile.matchGroup : profile.noMatchGroup],
  })}`;
  yield* list('contained', containedIn(pages));
  yield `,${bodyOf(group, payer)}`;
  yield* list('member', membersIn(pages, group.code));
  yield '}';
}

/** `,"name":[…]`, or nothing: JSON of FHIR has no empty lists. */
async function* list(name: string, items: AsyncIterable<string>): AsyncGenerator<string> {
  let any = false;
  for await (const item of items) {
    yield any ? `,${item}` : `,"${name}":[${item}`;
    any = true;
  }
  if (any) yield ']';
}

/** Each id once: the same patient may have been submitted with several coverages. */
async function* containedIn(pages: MemberPages): AsyncGenerator<string> {
  const seen = new Set<string>();
  for await (const page of pages()) {
    for (const { submittedId, submitted, coverage } of page) {
      if (!seen.has(submittedId)) yield submitted;
      seen.add(submittedId);
      if (coverage) yield coverage.text;
    }
  }
}

async function* membersIn(pages: MemberPages, code: GroupCode): AsyncGenerator<string> {
  for await (const page of pages()) {
    for (const member of page) yield JSON.stringify({ entity: entityOf(member, code) });
  }
}

function entityOf({ submittedId, coverage, patientId }: GroupMember, code: GroupCode): object {
  const local = { reference: `#${submittedId}` };
  return {
    extension: [
      { url: extension.matchParameters, valueReference: local },
      ...(coverage
        ? [{ url: extension.matchCoverage, valueReference: { reference: `#${coverage.id}` } }]
        : []),
    ],
    reference: code === 'match' && patientId !== null ? `Patient/${patientId}` : local.reference,
  };
}

function bodyOf(group: MatchGroup, payer: ManagingPayer): string {
  const requester = { system: npiSystem, value: group.requesterNpi };
  const code = { coding: [{ system: matchResultSystem, code: group.code, display: displays[group.code] }] };
  const body = {
    identifier: [requester, { system: groupIdentifierSystem, value: groupIdentifier(group.id) }],
    active: true,
    type: 'person',
    actual: true,
    code,
    managingEntity: { identifier: { system: npiSystem, value: payer.npi }, display: payer.name },
    characteristic: [
      {
        code,
        valueReference: { identifier: requester },
        exclude: false,
        period: { start: group.createdAt.toISOString().slice(0, 10) },
      },
    ],
  };
  return JSON.stringify(body).slice(1, -1);
}

const displays: Record<GroupCode, string> = {
  match: 'Matched',
  nomatch: 'Not Matched',
  consentconstraint: 'Consent Constraint',
};
