const core = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-';
const pdex = 'http://hl7.org/fhir/us/davinci-pdex/StructureDefinition/';
const hrex = 'http://hl7.org/fhir/us/davinci-hrex/StructureDefinition/';
const claims = 'http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-ExplanationOfBenefit-';

/** The profiles of what a retrieval may carry, by type (p2p 5.1, pdex-210), as the CapabilityStatement lists them. */
export const supportedProfiles: Readonly<Record<string, readonly string[]>> = {
  AllergyIntolerance: [`${core}allergyintolerance`],
  CarePlan: [`${core}careplan`],
  CareTeam: [`${core}careteam`],
  Condition: [
    `${core}condition`,
    `${core}condition-encounter-diagnosis`,
    `${core}condition-problems-health-concerns`,
  ],
  Coverage: [`${hrex}hrex-coverage`, `${core}coverage`],
  Device: [`${pdex}pdex-device`, `${core}implantable-device`],
  DiagnosticReport: [`${core}diagnosticreport-lab`, `${core}diagnosticreport-note`],
  DocumentReference: [`${core}documentreference`],
  Encounter: [`${core}encounter`],
  ExplanationOfBenefit: [
    `${pdex}pdex-priorauthorization`,
    `${claims}Inpatient-Institutional-Basis`,
    `${claims}Outpatient-Institutional-Basis`,
    `${claims}Professional-NonClinician-Basis`,
    `${claims}Oral-Basis`,
    `${claims}Pharmacy-Basis`,
  ],
  Goal: [`${core}goal`],
  Immunization: [`${core}immunization`],
  Location: [`${core}location`],
  Medication: [`${core}medication`],
  MedicationDispense: [`${pdex}pdex-medicationdispense`, `${core}medicationdispense`],
  MedicationRequest: [`${core}medicationrequest`],
  Observation: [
    `${core}observation-lab`,
    `${core}smokingstatus`,
    `${core}pulse-oximetry`,
    `${core}vital-signs`,
    `${core}observation-clinical-result`,
    `${core}observation-screening-assessment`,
  ],
  Organization: [`${core}organization`],
  Patient: [`${core}patient`],
  Practitioner: [`${core}practitioner`],
  PractitionerRole: [`${core}practitionerrole`],
  Procedure: [`${core}procedure`],
  Provenance: [`${pdex}pdex-provenance`, `${core}provenance`],
  QuestionnaireResponse: [`${core}questionnaireresponse`],
  RelatedPerson: [`${core}relatedperson`],
  ServiceRequest: [`${core}servicerequest`],
  Specimen: [`${core}specimen`],
};
