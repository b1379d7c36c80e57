/** Parameters of one search, `_include` and the like among them. */
export const parameters_max = 30;
/** Values of one parameter, parted by commas. */
export const values_max = 50;
/** Characters of one value. */
export const valueCharacters_max = 512;
/** Characters of a whole search, for its links must fit into a URL. */
export const searchCharacters_max = 4_096;
/** `_include` and `_revinclude` of one search. */
export const includes_max = 12;
/** Records that one page may bring beside its matches. */
export const includedRecords_max = 1_000;
/** Matches of a page. */
export const pageRecords_default = 50;
export const pageRecords_max = 200;
/** Records of a page of `$everything`. */
export const everythingRecords_default = 200;
export const everythingRecords_max = 1_000;
