/** Services as claims and orders name them. */
import { systems } from './codes.ts';
import { concept } from './resource.ts';

export const services = {
  officeVisit: concept(systems.cpt, '99214', 'Office visit, established patient, moderate complexity'),
  newPatient: concept(systems.cpt, '99204', 'Office visit, new patient, moderate complexity'),
  preventiveVisit: concept(systems.cpt, '99396', 'Preventive visit, established patient'),
  wellChild: concept(systems.cpt, '99392', 'Preventive visit, established patient, age 1 to 4'),
  emergency: concept(systems.cpt, '99284', 'Emergency department visit, high severity'),
  a1c: concept(systems.cpt, '83036', 'Hemoglobin A1c'),
  lipidPanel: concept(systems.cpt, '80061', 'Lipid panel'),
  metabolicPanel: concept(systems.cpt, '80048', 'Basic metabolic panel'),
  venipuncture: concept(systems.cpt, '36415', 'Collection of venous blood by venipuncture'),
  stressTest: concept(systems.cpt, '93015', 'Cardiovascular stress test'),
  echocardiogram: concept(systems.cpt, '93306', 'Echocardiography, transthoracic'),
  electrocardiogram: concept(systems.cpt, '93000', 'Electrocardiogram, 12 leads'),
  retinalImaging: concept(systems.cpt, '92250', 'Fundus photography with interpretation'),
  eyeExam: concept(systems.cpt, '92014', 'Eye examination, established patient'),
  footExam: concept(
    systems.hcpcs,
    'G0245',
    'Evaluation of a diabetic patient with loss of protective sensation',
  ),
  ankleImaging: concept(systems.cpt, '73610', 'Radiologic examination, ankle'),
  lumbarImaging: concept(systems.cpt, '72148', 'MRI, lumbar spine, without contrast'),
  sleepStudy: concept(systems.cpt, '95810', 'Polysomnography, age 6 years or older'),
  glucoseMonitor: concept(systems.hcpcs, 'E2103', 'Non-adjunctive, non-implanted continuous glucose monitor'),
  glucoseSupplies: concept(
    systems.hcpcs,
    'A4239',
    'Supply allowance for non-adjunctive continuous glucose monitor',
  ),
  bariatricSurgery: concept(systems.cpt, '43775', 'Laparoscopy, longitudinal gastrectomy'),
  weightLossInjection: concept(systems.ndc, '00169452514', 'semaglutide 2.4 MG/0.75 ML Auto-Injector'),
  kneeInjection: concept(systems.cpt, '20610', 'Arthrocentesis, major joint'),
  roomAndBoard: concept(systems.cpt, '99223', 'Initial hospital care, high complexity'),
  dentalExam: concept(systems.cdt, 'D0120', 'Periodic oral evaluation'),
  dentalCleaning: concept(systems.cdt, 'D1110', 'Prophylaxis, adult'),
  dentalImaging: concept(systems.cdt, 'D0274', 'Bitewings, four radiographic images'),
} as const;

export const serviceTypes = {
  equipment: concept(systems.serviceType, '12', 'Durable Medical Equipment Purchase'),
  diagnostic: concept(systems.serviceType, '73', 'Diagnostic Medical'),
  surgical: concept(systems.serviceType, '2', 'Surgical'),
  pharmacy: concept(systems.serviceType, '88', 'Pharmacy'),
  imaging: concept(systems.serviceType, '62', 'MRI Scan'),
} as const;
