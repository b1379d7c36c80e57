import type { PageEntry, SearchPage } from './page.ts';

export interface BundleLinks {
  /** Our FHIR base, without a slash at the end: for `fullUrl`. */
  base: string;
  /** Absolute. */
  self: string;
  next?: string;
}

/** The page as a searchset Bundle, as text: the records' lines go in as they are. */
export function bundleText(page: SearchPage, { base, self, next }: BundleLinks): string {
  const links = [
    { relation: 'self', url: self },
    ...(next === undefined ? [] : [{ relation: 'next', url: next }]),
  ];
  const entry = (mode: 'match' | 'include') => (record: PageEntry) =>
    `{"fullUrl":${JSON.stringify(`${base}/${record.ref}`)},"resource":${record.text},"search":{"mode":"${mode}"}}`;
  const entries = [...page.matches.map(entry('match')), ...page.includes.map(entry('include'))];
  const total = page.total === undefined ? '' : `"total":${page.total},`;
  // FHIR knows no empty lists.
  const list = entries.length === 0 ? '' : `,"entry":[${entries.join(',')}]`;
  return `{"resourceType":"Bundle","type":"searchset",${total}"link":${JSON.stringify(links)}${list}}`;
}

/** `[base]/[path]?…` with these parameters, percent-encoded. For the self link of a GET: `search.used`. */
export function linkTo(base: string, path: string, used: readonly (readonly [string, string])[]): string {
  const query = new URLSearchParams(used.map(([name, value]): [string, string] => [name, value])).toString();
  return `${base}/${path}${query === '' ? '' : `?${query}`}`;
}
