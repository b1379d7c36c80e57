import { profile } from '../../src/fhir/systems.ts';
import { definitionsOf } from '../../src/validation/definitions.ts';
import { libraryOf } from '../../src/validation/package/library.ts';
import { openPackage } from '../../src/validation/package/package-file.ts';
import { type Validator, validatorOf } from '../../src/validation/validator.ts';
import { madePackage, madeStructure } from './fhir-definitions.ts';

/** The canonical of a profile that asks an Observation for a note. */
export const noted = 'https://example.org/StructureDefinition/noted';

const elements: Record<string, string> = {
  Patient: 'id meta name birthDate',
  Encounter: 'id meta status class subject',
  Observation: 'id meta status code subject encounter note mood',
  ExplanationOfBenefit: 'id meta use status type patient created insurer provider outcome insurance facility',
};
const lists = new Set(['name', 'note', 'insurance']);

const structureOf = (url: string, type: string, required?: string) =>
  madeStructure(
    url,
    type,
    elements[type]!.split(' ').map((name) => ({
      path: `${type}.${name}`,
      card: `${name === required ? 1 : 0}..${lists.has(name) ? '*' : '1'}`,
      list: lists.has(name),
    })),
  );

/** A validator over a guide that is as small as can be: elements are known by name only. */
export function notedValidator(): Validator {
  const base = Object.keys(elements).map((type) =>
    structureOf(`http://hl7.org/fhir/StructureDefinition/${type}`, type),
  );
  const guide = madePackage({ name: 'test.noted', version: '1.0.0' }, [
    ...base,
    structureOf(noted, 'Observation', 'note'),
    structureOf(profile.priorAuthorization, 'ExplanationOfBenefit', 'facility'),
  ]);
  return validatorOf(definitionsOf(libraryOf([openPackage(guide)])));
}
