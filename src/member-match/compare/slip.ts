/**
 * One slip of the hand: a letter too many, missing, wrong, or two letters exchanged (Damerau-Levenshtein distance of at most 1).
 * Equal texts are within it.
 */
export function withinOneSlip(a: string, b: string): boolean {
  if (a === b) return true;
  if (Math.abs(a.length - b.length) > 1) return false;
  const end = Math.min(a.length, b.length);
  let i = 0;
  while (i < end && a[i] === b[i]) i++;
  if (a.length < b.length) return a.slice(i) === b.slice(i + 1);
  if (a.length > b.length) return a.slice(i + 1) === b.slice(i);
  return (
    a.slice(i + 1) === b.slice(i + 1) ||
    (a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2))
  );
}

const prefix_max = 4;
const prefixScale = 0.1;

/** Jaro-Winkler similarity, 0 to 1. */
export function similarity(a: string, b: string): number {
  if (a === b) return 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const matchedInB = new Array<boolean>(b.length).fill(false);
  const fromA: string[] = [];
  for (let i = 0; i < a.length; i++) {
    const to = Math.min(b.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= to; j++) {
      if (matchedInB[j] || a[i] !== b[j]) continue;
      matchedInB[j] = true;
      fromA.push(a[i]!);
      break;
    }
  }
  const matches = fromA.length;
  if (matches === 0) return 0;
  let exchanged = 0;
  let k = 0;
  for (let j = 0; j < b.length; j++) if (matchedInB[j] && b[j] !== fromA[k++]) exchanged++;
  const jaro = (matches / a.length + matches / b.length + (matches - exchanged / 2) / matches) / 3;
  let prefix = 0;
  while (prefix < prefix_max && prefix < a.length && a[prefix] === b[prefix]) prefix++;
  return jaro + prefix * prefixScale * (1 - jaro);
}
