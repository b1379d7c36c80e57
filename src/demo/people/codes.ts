/** Code systems, profiles and the codes that our sample people's histories speak in, each once. */
import { type Concept, concept } from './resource.ts';

const terminology = 'http://terminology.hl7.org/CodeSystem';
const carin = 'http://hl7.org/fhir/us/carin-bb';
const pdex = 'http://hl7.org/fhir/us/davinci-pdex';

export const systems = {
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  icd10: 'http://hl7.org/fhir/sid/icd-10-cm',
  icd10Procedure: 'http://www.cms.gov/Medicare/Coding/ICD10',
  cpt: 'http://www.ama-assn.org/go/cpt',
  hcpcs: 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
  cdt: 'http://www.ada.org/cdt',
  cvx: 'http://hl7.org/fhir/sid/cvx',
  ndc: 'http://hl7.org/fhir/sid/ndc',
  npi: 'http://hl7.org/fhir/sid/us-npi',
  ucum: 'http://unitsofmeasure.org',
  taxonomy: 'http://nucc.org/provider-taxonomy',
  drg: 'https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/AcuteInpatientPPS/MS-DRG-Classifications-and-Software',
  placeOfService: 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set',
  revenue: 'https://www.nubc.org/CodeSystem/RevenueCodes',
  typeOfBill: 'https://www.nubc.org/CodeSystem/TypeOfBill',
  admissionType: 'https://www.nubc.org/CodeSystem/PriorityTypeOfAdmitOrVisit',
  pointOfOrigin: 'https://www.nubc.org/CodeSystem/PointOfOrigin',
  dischargeStatus: 'https://www.nubc.org/CodeSystem/PatDischargeStatus',
  identifierType: `${terminology}/v2-0203`,
  actCode: `${terminology}/v3-ActCode`,
  observationCategory: `${terminology}/observation-category`,
  claimType: `${terminology}/claim-type`,
  adjudication: `${terminology}/adjudication`,
  diagnosisType: `${terminology}/ex-diagnosistype`,
  careTeamRole: `${terminology}/claimcareteamrole`,
  payeeType: `${terminology}/payeetype`,
  coverageClass: `${terminology}/coverage-class`,
  relationship: `${terminology}/subscriber-relationship`,
  priority: `${terminology}/processpriority`,
  carinAdjudication: `${carin}/CodeSystem/C4BBAdjudication`,
  carinDiscriminator: `${carin}/CodeSystem/C4BBAdjudicationDiscriminator`,
  carinStatus: `${carin}/CodeSystem/C4BBPayerAdjudicationStatus`,
  carinIdentifierType: `${carin}/CodeSystem/C4BBIdentifierType`,
  carinSupportingInfo: `${carin}/CodeSystem/C4BBSupportingInfoType`,
  carinCareTeamRole: `${carin}/CodeSystem/C4BBClaimCareTeamRole`,
  carinDiagnosisType: `${carin}/CodeSystem/C4BBClaimDiagnosisType`,
  carinProcedureType: `${carin}/CodeSystem/C4BBClaimProcedureType`,
  carinSubType: `${carin}/CodeSystem/C4BBInstitutionalClaimSubType`,
  pdexDiscriminator: `${pdex}/CodeSystem/PDexAdjudicationDiscriminator`,
  pdexAmounts: `${pdex}/CodeSystem/PriorAuthorizationValueCodes`,
  reviewAction: 'https://codesystem.x12.org/005010/306',
  levelOfService: 'https://codesystem.x12.org/005010/1338',
  serviceType: 'https://x12.org/codes/service-type-codes',
  carc: 'https://x12.org/codes/claim-adjustment-reason-codes',
  pasTemp: 'http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes',
  daw: `${terminology}/NCPDPDispensedAsWrittenOrProductSelectionCode`,
  brandGeneric: `${terminology}/NCPDPBrandGenericIndicator`,
  rxOrigin: `${terminology}/NCPDPPrescriptionOriginCode`,
  payerType: 'https://nahdo.org/sopt',
} as const;

/** The canonical of a US Core 6.1 profile. */
export const usCore = (name: string): string =>
  `http://hl7.org/fhir/us/core/StructureDefinition/us-core-${name}`;

/** The canonical of a CARIN Blue Button profile, in the version that the sample is made for. */
export const c4bb = (name: string): string => `${carin}/StructureDefinition/C4BB-${name}|2.1.0`;

export const hrexCoverage = 'http://hl7.org/fhir/us/davinci-hrex/StructureDefinition/hrex-coverage';
export const pdexPriorAuthorization = `${pdex}/StructureDefinition/pdex-priorauthorization`;

/** A condition in both languages that payers and providers use for it. */
export interface Diagnosis {
  snomed: string;
  icd10: string;
  name: string;
}

export const diagnoses = {
  hypertension: { snomed: '59621000', icd10: 'I10', name: 'Essential hypertension' },
  diabetes: { snomed: '44054006', icd10: 'E11.9', name: 'Type 2 diabetes mellitus' },
  hyperlipidemia: { snomed: '55822004', icd10: 'E78.5', name: 'Hyperlipidemia' },
  obesity: { snomed: '414916001', icd10: 'E66.9', name: 'Obesity' },
  hypertensiveUrgency: { snomed: '443482000', icd10: 'I16.0', name: 'Hypertensive urgency' },
  sleepApnea: { snomed: '73430006', icd10: 'G47.30', name: 'Sleep apnea, unspecified' },
  backPain: { snomed: '279039007', icd10: 'M54.50', name: 'Low back pain' },
  ankleSprain: { snomed: '44465007', icd10: 'S93.401A', name: 'Sprain of ankle' },
  asthma: { snomed: '195967001', icd10: 'J45.909', name: 'Asthma' },
  rhinitis: { snomed: '61582004', icd10: 'J30.9', name: 'Allergic rhinitis' },
  pharyngitis: { snomed: '363746003', icd10: 'J02.9', name: 'Acute pharyngitis' },
  reflux: { snomed: '235595009', icd10: 'K21.9', name: 'Gastroesophageal reflux disease' },
  hypothyroidism: { snomed: '40930008', icd10: 'E03.9', name: 'Hypothyroidism' },
  osteoarthritis: { snomed: '239873007', icd10: 'M17.9', name: 'Osteoarthritis of knee' },
  wellVisit: { snomed: '102506008', icd10: 'Z00.00', name: 'General adult medical examination' },
  wellChild: { snomed: '102506008', icd10: 'Z00.129', name: 'Routine child health examination' },
} as const satisfies Record<string, Diagnosis>;

export const diagnosisConcept = (d: Diagnosis): Concept => ({
  coding: [
    { system: systems.snomed, code: d.snomed, display: d.name },
    { system: systems.icd10, code: d.icd10, display: d.name },
  ],
  text: d.name,
});

/** A drug as prescribed (RxNorm) and as dispensed (NDC). Prices in dollars for one fill. */
export interface Drug {
  rxnorm: string;
  ndc: string;
  name: string;
  dose: string;
  days: number;
  quantity: number;
  price: number;
}

export const drugs = {
  metformin: {
    rxnorm: '861007',
    ndc: '00093104801',
    name: 'metformin hydrochloride 500 MG Oral Tablet',
    dose: 'Take 1 tablet by mouth twice a day with meals',
    days: 90,
    quantity: 180,
    price: 21.6,
  },
  lisinopril10: {
    rxnorm: '314076',
    ndc: '00143126701',
    name: 'lisinopril 10 MG Oral Tablet',
    dose: 'Take 1 tablet by mouth once a day',
    days: 90,
    quantity: 90,
    price: 12.4,
  },
  lisinopril20: {
    rxnorm: '314077',
    ndc: '00143126801',
    name: 'lisinopril 20 MG Oral Tablet',
    dose: 'Take 1 tablet by mouth once a day',
    days: 90,
    quantity: 90,
    price: 14.9,
  },
  atorvastatin: {
    rxnorm: '617310',
    ndc: '00378395177',
    name: 'atorvastatin 20 MG Oral Tablet',
    dose: 'Take 1 tablet by mouth at bedtime',
    days: 90,
    quantity: 90,
    price: 18.5,
  },
  amoxicillin: {
    rxnorm: '308191',
    ndc: '00093310905',
    name: 'amoxicillin 500 MG Oral Capsule',
    dose: 'Take 1 capsule by mouth three times a day for 10 days',
    days: 10,
    quantity: 30,
    price: 9.7,
  },
  albuterol: {
    rxnorm: '745679',
    ndc: '00093317431',
    name: 'albuterol 0.09 MG/ACTUAT Metered Dose Inhaler',
    dose: 'Inhale 2 puffs every 4 to 6 hours as needed',
    days: 30,
    quantity: 1,
    price: 34.2,
  },
  levothyroxine: {
    rxnorm: '966224',
    ndc: '00378180577',
    name: 'levothyroxine sodium 0.05 MG Oral Tablet',
    dose: 'Take 1 tablet by mouth every morning before breakfast',
    days: 90,
    quantity: 90,
    price: 16.1,
  },
  omeprazole: {
    rxnorm: '198053',
    ndc: '00378615001',
    name: 'omeprazole 20 MG Delayed Release Oral Capsule',
    dose: 'Take 1 capsule by mouth before breakfast',
    days: 30,
    quantity: 30,
    price: 11.3,
  },
} as const satisfies Record<string, Drug>;

/** A measurement: LOINC, unit in UCUM, places behind the point. */
export interface Measure {
  loinc: string;
  name: string;
  unit: string;
  places: number;
  low?: number;
  high?: number;
}

export const measures = {
  a1c: { loinc: '4548-4', name: 'Hemoglobin A1c/Hemoglobin.total in Blood', unit: '%', places: 1, high: 5.6 },
  glucose: {
    loinc: '2345-7',
    name: 'Glucose [Mass/volume] in Serum or Plasma',
    unit: 'mg/dL',
    places: 0,
    low: 70,
    high: 99,
  },
  creatinine: {
    loinc: '2160-0',
    name: 'Creatinine [Mass/volume] in Serum or Plasma',
    unit: 'mg/dL',
    places: 2,
    low: 0.7,
    high: 1.3,
  },
  egfr: {
    loinc: '98979-8',
    name: 'Glomerular filtration rate/1.73 sq M.predicted (CKD-EPI 2021)',
    unit: 'mL/min/{1.73_m2}',
    places: 0,
    low: 60,
  },
  potassium: {
    loinc: '2823-3',
    name: 'Potassium [Moles/volume] in Serum or Plasma',
    unit: 'mmol/L',
    places: 1,
    low: 3.5,
    high: 5.1,
  },
  cholesterol: {
    loinc: '2093-3',
    name: 'Cholesterol [Mass/volume] in Serum or Plasma',
    unit: 'mg/dL',
    places: 0,
    high: 199,
  },
  triglyceride: {
    loinc: '2571-8',
    name: 'Triglyceride [Mass/volume] in Serum or Plasma',
    unit: 'mg/dL',
    places: 0,
    high: 149,
  },
  hdl: {
    loinc: '2085-9',
    name: 'Cholesterol in HDL [Mass/volume] in Serum or Plasma',
    unit: 'mg/dL',
    places: 0,
    low: 40,
  },
  ldl: {
    loinc: '13457-7',
    name: 'Cholesterol in LDL [Mass/volume] in Serum or Plasma by calculation',
    unit: 'mg/dL',
    places: 0,
    high: 99,
  },
  albuminRatio: {
    loinc: '9318-7',
    name: 'Albumin/Creatinine [Mass Ratio] in Urine',
    unit: 'mg/g',
    places: 1,
    high: 29.9,
  },
  tsh: {
    loinc: '3016-3',
    name: 'Thyrotropin [Units/volume] in Serum or Plasma',
    unit: 'm[IU]/L',
    places: 2,
    low: 0.4,
    high: 4.5,
  },
} as const satisfies Record<string, Measure>;

export const vitals = {
  weight: { loinc: '29463-7', name: 'Body weight', unit: 'kg', places: 1 },
  height: { loinc: '8302-2', name: 'Body height', unit: 'cm', places: 0 },
  bmi: { loinc: '39156-5', name: 'Body mass index (BMI) [Ratio]', unit: 'kg/m2', places: 1 },
  heartRate: { loinc: '8867-4', name: 'Heart rate', unit: '/min', places: 0 },
} as const satisfies Record<string, Measure>;

export const panels = {
  lipid: concept(systems.loinc, '57698-3', 'Lipid panel with direct LDL - Serum or Plasma'),
  metabolic: concept(systems.loinc, '51990-0', 'Basic metabolic panel - Blood'),
  a1c: concept(systems.loinc, '4548-4', 'Hemoglobin A1c/Hemoglobin.total in Blood'),
  albumin: concept(systems.loinc, '9318-7', 'Albumin/Creatinine [Mass Ratio] in Urine'),
  tsh: concept(systems.loinc, '3016-3', 'Thyrotropin [Units/volume] in Serum or Plasma'),
} as const;

export interface Vaccine {
  cvx: string;
  name: string;
}

export const vaccines = {
  influenza: { cvx: '150', name: 'influenza, injectable, quadrivalent, preservative free' },
  covid: { cvx: '309', name: 'COVID-19, mRNA, LNP-S, bivalent, PF, 30 mcg/0.3 mL' },
  pneumococcal: { cvx: '216', name: 'Pneumococcal conjugate PCV20' },
  tdap: { cvx: '115', name: 'Tdap' },
  hepatitisB: { cvx: '08', name: 'Hep B, adolescent or pediatric' },
  zoster: { cvx: '187', name: 'zoster recombinant' },
} as const satisfies Record<string, Vaccine>;
