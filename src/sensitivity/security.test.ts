// What a label that came with a record means, and what we say of a record that leaves.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../fhir/lossless.ts';
import { bits, classMask, keysOf, label, maskOf } from './bits.ts';
import { labelsOf, securityOf, withReceived } from './security.ts';

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const conf = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
const keys = (...codes: [string, string][]) =>
  keysOf(labelsOf(codes.map(([system, code]) => ({ system, code }))));

describe('a label that is received', () => {
  test('names its class, by any of the codes for it', () => {
    expect(keys([conf, 'R'], [act, 'OPIOIDUD'])).toEqual(['SUD']);
    expect(keys([act, '42CFRPart2'])).toEqual(['PART2']);
    expect(keys([act, 'NORDSLCD'])).toEqual(['PART2']);
    expect(keys([act, 'PSYTHPN'], [act, 'BH'])).toEqual(['MH', 'PSYNOTE']);
    expect(keys(['https://payer.example/fhir/CodeSystem/sensitivity', 'ABORTION'])).toEqual(['ABORTION']);
    expect(
      keys([
        'http://SHIFT-Task-Force.github.io/SLS-ValueSets/CodeSystem/AB352HealthSensitivityCs',
        'CONTRACEPTION',
      ]),
    ).toEqual(['CONTRACEPTION']);
  });

  test('without a class that we know is OTHER: R, V, an unknown code, what is no Coding', () => {
    for (const code of ['R', 'V']) expect(keys([conf, code])).toEqual(['OTHER']);
    expect(keys([act, 'SOMETHINGNEW'])).toEqual(['OTHER']);
    expect(keys([conf, 'N'], [act, 'SOMETHINGNEW'])).toEqual(['OTHER']);
    expect(keysOf(labelsOf(['SUD'] as Json))).toEqual(['OTHER']);
    expect(keysOf(labelsOf([{}]))).toEqual(['OTHER']);
  });

  test('that says normal or less says nothing', () => {
    for (const code of ['N', 'L', 'M', 'U']) expect(keys([conf, code])).toEqual([]);
    expect(labelsOf(undefined)).toBe(0);
    expect(labelsOf([])).toBe(0);
  });

  test('is only ever added', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: classMask }),
        fc.array(coding, { maxLength: 4 }),
        (have, security) => {
          const after = withReceived(have, security as Json);
          expect(after & have).toBe(have);
          // A code more never takes a class away; OTHER only stands where no class is known.
          const more = labelsOf([...security, { system: act, code: 'HIV' }] as Json);
          expect(more & ~label.OTHER & labelsOf(security as Json)).toBe(
            labelsOf(security as Json) & ~label.OTHER,
          );
        },
      ),
    );
  });
});

const coding = fc.record({
  system: fc.constantFrom(act, conf, 'https://elsewhere.example'),
  code: fc.oneof(fc.constantFrom('R', 'V', 'N', ...bits.flatMap((entry) => entry.accepts)), fc.string()),
});

describe('a record that leaves under #sensitive', () => {
  test('says R and its classes', () => {
    const said = securityOf(maskOf('SUD')! | maskOf('ABORTION')!, 'https://payer.example/fhir/');
    expect(said).toEqual([
      { system: conf, code: 'R' },
      { system: act, code: 'SUD' },
      { system: act, code: 'SEX' },
      { system: 'https://payer.example/fhir/CodeSystem/sensitivity', code: 'ABORTION' },
    ]);
    expect(securityOf(maskOf('OTHER')!, 'https://payer.example')).toEqual([{ system: conf, code: 'R' }]);
    expect(securityOf(0, 'https://payer.example')).toEqual([]);
    expect(securityOf(label.OPAQUE, 'https://payer.example')).toEqual([]);
  });

  test('a Part 2 record carries the prohibition on redisclosure', () => {
    expect(securityOf(label.PART2, 'https://payer.example').map(({ code }) => code)).toEqual([
      'R',
      '42CFRPart2',
      'NORDSCLCD',
      'RedisclosureProhibitionMark',
    ]);
  });

  test('is labelled at least so by the partner who reads it with this table', () => {
    const emitted = classMask & ~(label.SUDNOTE | label.PSYNOTE);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: classMask }), (mask) => {
        const leaves = mask & emitted;
        const read = labelsOf(securityOf(leaves, 'https://payer.example') as Json);
        // R says OTHER when nothing else is said.
        expect(read & leaves & ~label.OTHER).toBe(leaves & ~label.OTHER);
        expect(read === 0).toBe(leaves === 0);
      }),
    );
  });
});
