// What a record, and the member's own Patient, can do without: text and names of places; never a code.
import { describe, expect, test } from 'vitest';
import { label as classified } from '../../test/env/sensitivity.ts';
import type { JsonObject } from '../fhir/lossless.ts';
import { label } from './bits.ts';
import { partsToDrop } from './droppable.ts';
import { patientCuts } from './patient-cuts.ts';

const parts = (resource: JsonObject) =>
  partsToDrop(String(resource.resourceType), classified(resource).reasons);
const text = 'opioid use disorder';

describe('a class that only text tells', () => {
  test('goes with a note, a display, the name of a carve-out', () => {
    expect(parts({ resourceType: 'Procedure', note: [{ text: 'ok' }, { text }] })).toEqual({
      drop: ['note[1]'],
    });
    expect(
      parts({ resourceType: 'Encounter', serviceProvider: { display: 'Addiction treatment center' } }),
    ).toEqual({
      drop: ['serviceProvider.display'],
    });
    expect(
      parts({ resourceType: 'Coverage', class: [{ name: 'PPO' }, { name: 'Substance abuse program' }] }),
    ).toEqual({
      drop: ['class[1]'],
    });
  });
  test('keeps the record here when it stands in what the record is about, or a code says it too', () => {
    expect(parts({ resourceType: 'Condition', code: { text } })).toEqual({ withhold: true });
    expect(
      parts({
        resourceType: 'Condition',
        code: { coding: [{ system: 'icd10', code: 'F11.20' }] },
        note: [{ text }],
      }),
    ).toEqual({ withhold: true });
  });
});

describe('the Patient', () => {
  const patient: JsonObject = {
    resourceType: 'Patient',
    extension: [
      { url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-race' },
      { url: 'http://hl7.org/fhir/StructureDefinition/patient-genderIdentity' },
    ],
    address: [{ city: 'X' }],
  };
  test('leaves without gender identity where that class is denied', () => {
    expect(patientCuts(patient, label.GENDERCARE, 0)).toEqual(['extension[1]']);
    expect(patientCuts(patient, 0, 0)).toEqual([]);
  });
  test('leaves without address where the member has something to fear, and only there', () => {
    expect(patientCuts(patient, label.LOC | label.SDV, label.SDV)).toEqual(['address']);
    expect(patientCuts(patient, label.LOC | label.SDV, 0)).toEqual([]);
    expect(patientCuts(patient, 0, label.SDV)).toEqual([]);
  });
});
