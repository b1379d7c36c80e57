/** What a deployment decides about doubtful matches and about partners that guess. */
export interface MatchPolicy {
  review: ReviewPolicy;
  probing: ProbingLimits;
}

export interface ReviewPolicy {
  /** When an approval needs two persons. A rejection never does. */
  twoPersons: 'never' | 'hazards' | 'always';
  /** How long a bulk job waits for reviewers; 0: it never does. */
  bulkHold_minutes: number;
  /** How soon a person should have looked. */
  due_hours: number;
  /** After this nobody is asked any more, and the submission is forgotten. */
  expiry_days: number;
  /** How long the same question of the same partner is answered as a person did. */
  remember_days: number;
}

/** Counted in distinct submissions for which nobody was named: who asks the same again learns and is charged nothing. */
export interface ProbingLimits {
  /** About one person (family name by sound, and birth date). */
  refusedPerPerson_max: number;
  /** Different persons with the same numbers: more than the largest family. */
  personsPerCard_max: number;
  /** Numbers that differ in their last three characters only. */
  numbersPerBlock_max: number;
  /** Within a day. */
  refusedPerDay_max: number;
  /** How far back persons and numbers are counted. */
  window_days: number;
}

export const matchPolicy_default: MatchPolicy = {
  review: { twoPersons: 'hazards', bulkHold_minutes: 0, due_hours: 8, expiry_days: 14, remember_days: 90 },
  probing: {
    refusedPerPerson_max: 10,
    personsPerCard_max: 12,
    numbersPerBlock_max: 30,
    refusedPerDay_max: 100_000,
    window_days: 30,
  },
};
