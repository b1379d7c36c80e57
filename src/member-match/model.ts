import { defaultParameters } from './parameters.ts';

/** The fields that are compared, and the levels at which each may agree: the evidence of a decision. */
export const levels = {
  /**
   * Whole given names. `form`: nickname; `formal`: a nickname that is a name of its own; `middle`: the middle name as first;
   * `crossed`: first and middle name change places and one side tells initials only (Daniel S, Sergio D);
   * `slip`: one slip of the hand makes a name that nobody bears; `fuzzy`: they look or sound alike, and may be one name;
   * `alike`: they look alike, and both are names that parents give (Jamie, Jasmine).
   */
  given: [
    'exact',
    'form',
    'slip',
    'formal',
    'middle',
    'crossed',
    'fuzzy',
    'alike',
    'initial',
    'swapped',
    'conflict',
    'missing',
  ],
  middle: ['full', 'initial', 'conflict', 'missing'],
  /** `part`: one of two surnames, a hyphen, a cut-off name. */
  family: ['exact', 'part', 'fuzzy', 'swapped', 'conflict', 'missing'],
  /** `near`: one slip of the hand; `parts`: two of day, month and year; `partial`: what is told of it agrees. */
  birthDate: ['exact', 'near', 'parts', 'partial', 'conflict', 'missing'],
  sex: ['agrees', 'conflict', 'missing'],
  suffix: ['agrees', 'one-sided', 'conflict', 'missing'],
  /** `near`: same house with a slip in street or unit; `street`: same street, the number differs or is not told. */
  address: ['same', 'near', 'street', 'zip', 'city', 'different', 'missing'],
  /** `family`: not this person's, but that of somebody of the same household: a child has the parents'. */
  phone: ['same', 'family', 'near', 'different', 'missing'],
  email: ['same', 'family', 'different', 'missing'],
  ssn4: ['same', 'near', 'different', 'missing'],
  mbi: ['same', 'near', 'different', 'missing'],
  /**
   * `own`: a number of this person alone; `family`: the contract's; `near`: own with one slip; `sibling`: the own number of
   * another one on this contract; `different`.
   */
  memberId: ['own', 'family', 'near', 'sibling', 'different', 'missing'],
} as const;

export type FieldName = keyof typeof levels;
export type Level<F extends FieldName = FieldName> = (typeof levels)[F][number];
export type Fields = { [F in FieldName]: Level<F> };
export const fieldNames = Object.keys(levels) as FieldName[];

/** For each field the probability of each level but `missing`, which says nothing. */
export type LevelTables = { readonly [F in FieldName]: Readonly<Partial<Record<Level<F>, number>>> };

export interface Parameters {
  version: string;
  /** Levels when query and candidate are one person. */
  same: LevelTables;
  /** Levels of two people picked at random. Where the index knows how frequent a value is, that counts instead. */
  stranger: LevelTables;
  /** Levels of the member number for somebody of the household, and for a twin: the index cannot teach these. */
  householdMemberId: LevelTables['memberId'];
  twinMemberId: LevelTables['memberId'];
  /** Levels before the index has taught them. */
  household: LevelTables;
  twin: LevelTables;
  /** Share of queries whose person is in the index; is of the household of one who is; is the twin of one who is. */
  priors: {
    same: number;
    household: number;
    twin: number;
    /** Of twins past youth, the share who still live and insure themselves with the other. */
    adultTwin: number;
    /** A twin of one whose twin is in the index already. */
    triplet: number;
    stranger: number;
  };
  /** People who may be meant by a query, members and not: a rare name is rare among them. */
  population: number;
  /** Others of the population who are expected to agree in all that agrees, for names and birth date to be enough. */
  namesakes_max: number;
  /** An index that is smaller counts as this large: a small one is no proof that nobody else bears the name. */
  persons_min: number;
  /** Answer from this calibrated score on. */
  auto: number;
  /** A person looks at it from this score on. */
  review: number;
  /** Younger people live with brothers, sisters and twins, and their contacts are their parents'. */
  youngYears_max: number;
  /** Steps of an isotonic fit: a posterior of at least `from` has the observed rate `to`. Empty: the posterior itself. */
  calibration: readonly { from: number; to: number }[];
}

/** Counts of persons in the index; terms below a floor are absent. */
export interface IndexStatistics {
  persons: number;
  given: ReadonlyMap<string, number>;
  /**
   * Given names of the young alone (`youngYears_max`): a name that grandparents had as a nickname is one that parents give today, and twins
   * are told apart by it. Absent: `given` stands for it.
   */
  givenYoung?: ReadonlyMap<string, number>;
  family: ReadonlyMap<string, number>;
  postal: ReadonlyMap<string, number>;
  /** By year, `1980`. */
  birthYear: ReadonlyMap<string, number>;
  /** Learned from pairs of the index, see `learn/`; undefined before that. */
  household?: LevelTables;
  twin?: LevelTables;
}

/** The counts by which a given name of the query is judged. */
export const givenCountsOf = (
  { given, givenYoung }: IndexStatistics,
  isYoung: boolean,
): { all: ReadonlyMap<string, number>; young?: ReadonlyMap<string, number> | undefined } => ({
  all: given,
  ...(isYoung && { young: givenYoung }),
});

/** Everything that a decision depends on beside query and candidates. Versioned: a decision can be made again. */
export interface MatchModel {
  version: string;
  parameters: Parameters;
  statistics: IndexStatistics;
}

export const noStatistics: IndexStatistics = {
  persons: 0,
  given: new Map(),
  family: new Map(),
  postal: new Map(),
  birthYear: new Map(),
};

/** Works without any statistics: a new or small index. */
export const defaultModel: MatchModel = {
  version: defaultParameters.version,
  parameters: defaultParameters,
  statistics: noStatistics,
};
