/** Canonical URLs and versions (references.html#canonical): `url|version`. */
export interface Canonical {
  url: string;
  /** Empty where none is given. May be a part: `6.1` stands for every `6.1.x`. */
  version: string;
}

export function canonicalOf(text: string): Canonical {
  const fragment = text.indexOf('#');
  const plain = fragment < 0 ? text : text.slice(0, fragment);
  const bar = plain.indexOf('|');
  return bar < 0 ? { url: plain, version: '' } : { url: plain.slice(0, bar), version: plain.slice(bar + 1) };
}

/** Whether a definition of `version` is what was asked for. */
export const isVersionAsked = (version: string, asked: string): boolean =>
  asked === '' || version === asked || version.startsWith(`${asked}.`);

/** Below zero where `a` is older. A pre-release (`2.2.0-preview`) is older than its release; no text ranks below a number. */
export function compareVersions(a: string, b: string): number {
  const [aParts, aPre] = partsOf(a);
  const [bParts, bPre] = partsOf(b);
  for (let i = 0; i < Math.max(aParts.length, bParts.length); i++) {
    const difference = (aParts[i] ?? 0) - (bParts[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if ((aPre === '') !== (bPre === '')) return aPre === '' ? 1 : -1;
  return aPre < bPre ? -1 : aPre > bPre ? 1 : 0;
}

function partsOf(version: string): [number[], string] {
  const dash = version.indexOf('-');
  const numbers = dash < 0 ? version : version.slice(0, dash);
  return [
    numbers.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : -1)),
    dash < 0 ? '' : version.slice(dash),
  ];
}
