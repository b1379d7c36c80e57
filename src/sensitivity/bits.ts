// consent-and-sensitive-data 3.1: one table of sensitivity labels: bit, what is emitted, what is accepted

const terminology = 'http://terminology.hl7.org/CodeSystem';
export const actCodeSystem = `${terminology}/v3-ActCode`;
export const confidentialitySystem = `${terminology}/v3-Confidentiality`;
/** Under a payer's own base URL: classes that HL7 has no code for. */
export const localSystemPath = '/CodeSystem/sensitivity';

export interface Bit {
  bit: number;
  key: string;
  /** ActCode codes that leave under `#sensitive`, beside R. Empty: a record with this bit never leaves, or R says all. */
  emits: readonly string[];
  /** The class also leaves as a code of the local system, whose code is the key. */
  local: boolean;
  /** Codes of v3-ActCode (and its twins) that mean this class when they are received. */
  accepts: readonly string[];
}

const row = (bit: number, key: string, emits: string[], accepts: string[], local = false): Bit => ({
  bit,
  key,
  emits,
  accepts,
  local,
});

export const bits: readonly Bit[] = [
  row(0, 'SUD', ['SUD'], ['SUD', 'ETH', 'ETHUD', 'OPIOIDUD']),
  row(
    1,
    'PART2',
    ['42CFRPart2', 'NORDSCLCD', 'RedisclosureProhibitionMark'],
    ['42CFRPart2', 'NORDSCLCD', 'NORDSLCD', 'RedisclosureProhibitionMark'],
  ),
  row(2, 'SUDNOTE', [], []),
  row(3, 'HIV', ['HIV'], ['HIV']),
  row(4, 'STD', ['STD'], ['STD']),
  row(5, 'MH', ['MH'], ['MH', 'PSY', 'BH', 'MENCAT', 'DVD', 'COGN']),
  row(6, 'PSYNOTE', [], ['PSYTHPN', 'HIPAAPsyNotes']),
  row(7, 'SEX', ['SEX'], ['SEX', 'PREGNANT']),
  row(8, 'ABORTION', ['SEX'], [], true),
  row(9, 'CONTRACEPTION', ['SEX'], [], true),
  row(10, 'GENDERCARE', ['GENDER'], ['GENDER'], true),
  row(11, 'SDV', ['SDV'], ['SDV', 'VIO', 'MST']),
  row(12, 'GDIS', ['GDIS'], ['GDIS', 'SCA', 'SICKLE']),
  row(13, 'MINOR', ['ADOL'], ['ADOL']),
  row(14, 'LOC', ['LOCIS'], ['LOCIS', 'PATLOC']),
  row(15, 'OWN', ['PDS'], ['PDS', 'NODSCLCDS', 'HIPAASelfPay']),
  row(16, 'OTHER', [], ['Title38Section7332']),
];

const byKey = new Map(bits.map((entry) => [entry.key, 1 << entry.bit]));

/** The mask of a key of the table: `maskOf('SUD') === 1`. Undefined for a key that is not in it. */
export const maskOf = (key: string): number | undefined => byKey.get(key);

const known = (key: string): number => byKey.get(key)!;
export const label = {
  SUD: known('SUD'),
  PART2: known('PART2'),
  SUDNOTE: known('SUDNOTE'),
  PSYNOTE: known('PSYNOTE'),
  ABORTION: known('ABORTION'),
  CONTRACEPTION: known('CONTRACEPTION'),
  GENDERCARE: known('GENDERCARE'),
  SEX: known('SEX'),
  SDV: known('SDV'),
  MINOR: known('MINOR'),
  LOC: known('LOC'),
  OWN: known('OWN'),
  OTHER: known('OTHER'),
  /** A hold on the record: it stays under any consent (3.7). */
  HOLD: 1 << 28,
  /** An attachment or free text that nobody judged. */
  OPAQUE: 1 << 29,
  /** The rule set in force has not been run over the record: it never leaves. */
  UNCLASSIFIED: 1 << 30,
} as const;

/** Every class of the table, without the two states. */
export const classMask: number = bits.reduce((mask, entry) => mask | (1 << entry.bit), 0);
/** Notes that never leave under any consent. */
export const neverMask: number = label.SUDNOTE | label.PSYNOTE;

/** The keys in a mask, in the order of the table. */
export const keysOf = (mask: number): string[] =>
  bits.filter((entry) => (mask & (1 << entry.bit)) !== 0).map((entry) => entry.key);
