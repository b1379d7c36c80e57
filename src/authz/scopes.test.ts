/**
 * Protects what a token may do: both SMART grammars are understood, and nothing is ever granted that was not asked for
 * and held. Tables for the words of the specification, properties for the rule.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { payerScope } from './policy.ts';
import { covers, grant, parseScope, parseScopes, type ScopeNeed, scopeOf } from './scopes.ts';

const memberMatch = 'http://hl7.org/fhir/us/davinci-hrex/OperationDefinition/member-match';
const bulkMatch = 'http://hl7.org/fhir/us/davinci-pdex/OperationDefinition/BulkMemberMatch';

const granted = (requested: string, held = payerScope, forPatient = false): string | undefined => {
  const decision = grant(requested, held, forPatient);
  return 'granted' in decision ? decision.granted.text : undefined;
};

describe('a scope that can be granted comes back in the grammar it was asked in', () => {
  test.each([
    ['system/*.read', 'system/*.read'],
    ['system/*.rs', 'system/*.rs'],
    ['system/Patient.read', 'system/Patient.read'],
    ['system/Patient.r', 'system/Patient.r'],
    ['system/Patient.*', 'system/Patient.read'],
    ['system/*.*', 'system/*.read'],
    ['system/Patient.cruds', 'system/Patient.rs'],
    ['system/Patient.read system/Observation.rs', 'system/Patient.read system/Observation.rs'],
    ['system/Patient.rs system/Patient.rs', 'system/Patient.rs'],
    ['  system/Patient.rs   system/Group.r ', 'system/Patient.rs system/Group.r'],
    [memberMatch, memberMatch],
    [bulkMatch, bulkMatch],
    ['http://hl7.org/fhir/us/davinci-pdex/OperationDefinition/bulk-member-match', bulkMatch],
    [
      'system.Group.u?code=http://hl7.org/fhir/us/davinci-pdex/ValueSet/PDexMultiMemberMatchResultVS|match',
      bulkMatch,
    ],
    ['system/Patient.rs system/Patient.write launch', 'system/Patient.rs'],
  ])('%s → %s', (requested, expected) => expect(granted(requested)).toBe(expected));
});

describe('a scope that cannot be granted is refused when nothing remains', () => {
  test.each([
    [''],
    ['   '],
    ['launch fhirUser'],
    ['openid'],
    ['system/Patient.write'],
    ['system/Patient.u'],
    ['system/Patient.cud'],
    ['system/Patient.unknownAction'],
    ['system/UnknownResource.read'],
    ['system/Patient.sr'],
    ['system/Patient.rr'],
    ['system/Patient.'],
    ['system/patient.read'],
    ['user/Patient.read'],
    ['system/Patient.rs?birthdate=1970-01-01'],
    ['patient/Patient.rs'],
    ['system/constructor.read'],
    ['system/Patient.constructor'],
    ['SYSTEM/Patient.read'],
    ['x'.repeat(5000)],
  ])('%s', (requested) => expect(granted(requested)).toBeUndefined());
});

describe('the policy of the client narrows', () => {
  test.each([
    ['system/*.rs', 'system/Patient.rs system/Group.r', 'system/Patient.rs system/Group.r'],
    ['system/*.read', 'system/Patient.read', 'system/Patient.read'],
    ['system/Patient.read', 'system/Patient.r', 'system/Patient.r'],
    ['system/Patient.rs', 'system/*.rs system/Patient.rs', 'system/Patient.rs'],
    ['system/Patient.rs', 'system/Group.rs', undefined],
    ['system/Patient.rs', 'patient/Patient.rs', undefined],
    [memberMatch, 'system/*.rs', undefined],
    ['system/Patient.rs', 'system/Patient.cud', undefined],
  ])('%s under %s → %s', (requested, held, expected) => expect(granted(requested, held)).toBe(expected));
});

test('a token for one patient carries patient scopes, and no operation', () => {
  expect(granted(`patient/*.rs ${memberMatch}`, payerScope, true)).toBe('patient/*.rs');
  expect(granted('patient/Coverage.read', 'patient/*.rs', true)).toBe('patient/Coverage.read');
  expect(granted(memberMatch, payerScope, true)).toBeUndefined();
});

const token = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('system', 'patient'),
      fc.constantFrom('*', 'Patient', 'Group', 'Coverage', 'Nonsense'),
      fc.constantFrom('read', 'write', '*', 'r', 's', 'rs', 'cruds', 'cud', 'sr'),
    )
    .map(([context, type, actions]) => `${context}/${type}.${actions}`),
  fc.constantFrom(memberMatch, bulkMatch, 'openid', 'system/Patient.rs?x=y'),
);
const scopeText = fc.array(token, { maxLength: 6 }).map((tokens) => tokens.join(' '));
const needs: ScopeNeed[] = [
  { operation: 'member-match' },
  { operation: 'bulk-member-match' },
  ...(['c', 'r', 'u', 'd', 's'] as const).flatMap((action) => [
    { anyType: action },
    ...['Patient', 'Group', 'Coverage', 'Observation'].map((type) => ({ type, action })),
  ]),
];
const allows = (text: string, need: ScopeNeed) => covers(scopeOf(parseScopes(text).entries), need);

describe('properties', () => {
  test('what is granted was asked for and is held', () => {
    fc.assert(
      fc.property(scopeText, scopeText, fc.boolean(), (requested, held, forPatient) => {
        const decision = grant(requested, held, forPatient);
        if ('refused' in decision) return;
        for (const need of needs) {
          if (!covers(decision.granted, need)) continue;
          expect(allows(requested, need)).toBe(true);
          expect(allows(held, need)).toBe(true);
        }
      }),
    );
  });

  test('nothing that was asked for, held and grantable is lost for a system token', () => {
    fc.assert(
      fc.property(scopeText, scopeText, (requested, held) => {
        const system = (text: string) =>
          text
            .split(' ')
            .filter((t) => !t.startsWith('patient/'))
            .join(' ');
        const decision = grant(system(requested), system(held));
        const scope = 'granted' in decision ? decision.granted : scopeOf([]);
        for (const need of needs) {
          if ('anyType' in need || ('action' in need && !'rs'.includes(need.action))) continue;
          expect(covers(scope, need)).toBe(allows(system(requested), need) && allows(system(held), need));
        }
      }),
    );
  });

  test('to hold less, or to ask for less, never gives more', () => {
    fc.assert(
      fc.property(scopeText, scopeText, scopeText, (requested, held, more) => {
        const less = grant(requested, held);
        const wider = grant(`${requested} ${more}`, `${held} ${more}`);
        if ('refused' in less) return;
        for (const need of needs) {
          if (covers(less.granted, need)) {
            expect('granted' in wider && covers(wider.granted, need)).toBe(true);
          }
        }
      }),
    );
  });

  test('what was granted is granted again unchanged, and is in the grammar', () => {
    fc.assert(
      fc.property(scopeText, scopeText, fc.boolean(), (requested, held, forPatient) => {
        const once = grant(requested, held, forPatient);
        if ('refused' in once) return;
        expect(once.granted.text.split(' ').every((t) => parseScope(t) !== undefined)).toBe(true);
        const twice = grant(once.granted.text, held, forPatient);
        expect('granted' in twice && twice.granted.text).toBe(once.granted.text);
      }),
    );
  });
});
