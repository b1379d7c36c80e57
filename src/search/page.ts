/** A record of a page. `text` is its line of JSON as it leaves, to be put into the Bundle as it is. */
export interface PageEntry {
  ref: string;
  text: string;
}

/** What a search or `$everything` found, one page of it. */
export interface SearchPage {
  matches: PageEntry[];
  includes: PageEntry[];
  /** Of all matches, where it was asked for or is known anyway. */
  total?: number;
  /** The value of `_cursor` that brings the next page; absent on the last one. */
  next?: string;
}
