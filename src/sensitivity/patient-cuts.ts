// consent-and-sensitive-data 3.4 (K12): the member's own record always leaves, without what tells a class
import { isObject, type JsonObject, objectsOf, textOf } from '../fhir/lossless.ts';
import { label } from './bits.ts';

/** Extensions that tell gender identity, recorded sex and pronouns, or orientation. */
const identity =
  /gender-?identity|sexual-?orientation|individual-pronouns|recordedSexOrGender|sexParameterForClinicalUse|us-core-sex$|tribal-gender/i;
/** Elements that tell where somebody lives or how to reach them. */
const whereabouts = ['address', 'telecom', 'contact'];

/**
 * Paths of a Patient that stay here: gender identity and orientation always when those classes are denied, the address when LOC or
 * SDV is. `birthSex` is required by nobody who also needs secrecy, and is left.
 * @param deny classes that may not leave to this partner
 * @param own classes of the member's records and instructions: an address is secret only of a member with LOC or SDV
 */
export function patientCuts(patient: JsonObject, deny: number, own: number): string[] {
  const cuts: string[] = [];
  if ((deny & (label.GENDERCARE | label.SEX)) !== 0)
    objectsOf(patient.extension).forEach((extension, i) => {
      if (identity.test(textOf(extension.url) ?? '')) cuts.push(`extension[${i}]`);
    });
  if ((deny & own & (label.LOC | label.SDV)) !== 0)
    for (const element of whereabouts)
      if (Array.isArray(patient[element]) || isObject(patient[element])) cuts.push(element);
  return cuts;
}
