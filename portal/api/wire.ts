// The names by which pages speak of what the server answers.
import type { components } from './schema.ts';

type Shapes = components['schemas'];
export type Me = Shapes['Me'];
export type Summary = Shapes['Summary'];
export type PlanCard = Shapes['PlanCard'];
export type PlanState = PlanCard['state'];
export type Timeline = Shapes['Timeline'];
export type Draft = Shapes['Draft'];
export type DraftPlan = Shapes['DraftPlan'];
export type FoundPlan = Shapes['FoundPlan'];
export type ConsentText = Shapes['ConsentText'];
export type NewDecision = Shapes['NewDecision'];
export type Receipt = Shapes['Receipt'];
export type PastDecision = Shapes['PastDecision'];
export type Records = Shapes['Records'];
export type RecordKind = Records['kinds'][number]['kind'];
export type Disclosures = Shapes['Disclosures'];
