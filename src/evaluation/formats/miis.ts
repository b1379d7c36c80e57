/**
 * The patient matching decks of MIIS (Michigan Care Improvement Registry and AIRA): pairs of records under a named kind of difference. The first of each
 * pair is a member, the second asks for them among all members of the deck; the two tests of a pair share the member.
 */
import type { JsonObject } from '../../fhir/lossless.ts';
import { Problem } from '../../problem/problem.ts';
import type { Deck } from '../deck.ts';
import { linesOf } from '../lines.ts';
import type { MemberLine } from '../load-members.ts';
import type { Truth } from '../truth.ts';
import { addressOf, dayOf, madeUpNpi, parametersOf, patientOf, ssnSystem } from './person.ts';

type Fields = Record<string, string>;

interface Pair {
  id: string;
  kind: string;
  expect: string;
  memberId: string;
  asked: Fields;
}

/** @throws Problem `invalid` where a line is none of a deck's */
export async function miisDeck(path: string): Promise<Deck> {
  const members = new Map<string, MemberLine>();
  const pairs: Pair[] = [];
  let pair: Partial<Pair> = {};
  for await (const line of linesOf(path)) {
    const at = line.indexOf(': ');
    const [label, text] = [line.slice(0, at), line.slice(at + 2)];
    if (label === 'TEST') {
      const [id = '', kind = ''] = text.split(':');
      pair = { id, kind };
    } else if (label === 'EXPECT') pair.expect = text.trim();
    else if (label === 'PATIENT A') {
      const id = members.get(text)?.id ?? `a-${members.size + 1}`;
      const record = recordOf(text);
      members.set(text, { id, patient: patientOfRecord(record), coverages: coveragesOf(record) });
      pair.memberId = id as string;
    } else if (label === 'PATIENT B') pairs.push({ ...(pair as Pair), asked: recordOf(text) });
    else if (line.trim() !== '') throw new Problem('invalid', `${path} has a line that is none of a deck.`);
  }
  const asked = pairs.filter(({ expect }) => expect in tiers);
  return {
    members: async function* () {
      yield* members.values();
    },
    queries: async function* () {
      for (const { id, asked: record } of asked)
        yield parametersOf(id, patientOfRecord(record), coveragesOf(record)[0]);
    },
    truth: new Map(asked.map((one) => [one.id, truthOf(one)])),
    npi: madeUpNpi,
  };
}

/** What the deck expects, as a tier. A possible match is one for a person to look at: to name them is neither asked for nor a breach. */
const tiers: Readonly<Record<string, string>> = { Match: 'A', 'Possible Match': 'P', 'Not a Match': 'N' };

function truthOf({ id, kind, expect, memberId }: Pair): Truth {
  const mustRefuse = expect === 'Not a Match';
  return {
    queryId: id,
    memberIds: new Set(mustRefuse ? [] : [memberId]),
    mustRefuse,
    reason: undefined,
    stratum: `${kind.toLowerCase()} ${tiers[expect]}`,
    tier: tiers[expect]!,
  };
}

/** `key=value,key=value,`; a value holds no comma. */
const recordOf = (text: string): Fields =>
  Object.fromEntries(
    text.split(',').flatMap((part) => {
      const at = part.indexOf('=');
      return at === -1 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).trim()]];
    }),
  );

const genders: Readonly<Record<string, 'male' | 'female'>> = { M: 'male', F: 'female' };

/** Guardians, the mother's name and the shot history are not the member's; a record number is its clinic's. */
function patientOfRecord(record: Fields): JsonObject {
  const text = (key: string): string => record[key] ?? '';
  const family = text('nameLast');
  // The first given name is the first name: where that is not told, the middle name must not stand in its place.
  const given = text('nameFirst') === '' ? [] : [text('nameFirst'), text('nameMiddle')];
  return patientOf({
    names: [
      { family, given, suffix: text('nameSuffix') },
      ...(text('nameAlias') === '' ? [] : [{ family, given: [text('nameAlias')] }]),
    ],
    birthDate: dayOf(text('birthDate')),
    gender: genders[text('gender')],
    address: addressOf({
      lines: [text('addressStreet1'), text('addressStreet2')],
      city: text('addressCity'),
      state: text('addressState'),
      postalCode: text('addressZip'),
    }),
    phone: text('phone'),
    number: { system: ssnSystem, value: text('ssn') },
  });
}

/** The Medicaid number is the member's own. */
const coveragesOf = ({ medicaid }: Fields): JsonObject[] =>
  medicaid
    ? [
        {
          resourceType: 'Coverage',
          status: 'active',
          identifier: [
            {
              type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MB' }] },
              value: medicaid,
            },
          ],
          payor: [{ identifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: madeUpNpi } }],
        },
      ]
    : [];
