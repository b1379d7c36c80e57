// pdex-395, 42 CFR 422.121(b): prior authorizations of drugs are out, whatever benefit covers the drug
import { type JsonObject, objectsOf } from '../fhir/lossless.ts';
import { ndcSystem } from '../fhir/systems.ts';
import { codingsOf } from './adjudication.ts';

const drugSystems = new Set([
  ndcSystem,
  'http://www.nlm.nih.gov/research/umls/rxnorm',
  'urn:oid:2.16.840.1.113883.6.69',
]);

/** HCPCS level II J codes: drugs that are administered, not swallowed. */
const administeredDrug = /^J\d{4}$/;
const hcpcs = /hcpcs/i;

/** The authorization as a whole asks for a drug: a pharmacy claim, or nothing but drugs on its lines. */
export const isPharmacyType = (authorization: JsonObject): boolean =>
  codingsOf(authorization.type).some((c) => c.code === 'pharmacy');

/** A line (item, detail, sub-detail) that asks for a drug. */
export function isDrugLine(line: JsonObject): boolean {
  if (codingsOf(line.category).some((c) => /pharmacy|prescription drug/.test(c.display))) return true;
  return codingsOf(line.productOrService).some(
    (c) => drugSystems.has(c.system) || (hcpcs.test(c.system) && administeredDrug.test(c.code)),
  );
}

/** A request without any line names its drug elsewhere at most: in a referenced MedicationRequest. */
export const refersToMedication = (authorization: JsonObject): boolean =>
  objectsOf(authorization.supportingInfo).some((info) => {
    const reference = (info.valueReference as JsonObject | undefined)?.reference;
    return typeof reference === 'string' && /^Medication(?:Request|Dispense)?\//.test(reference);
  });
