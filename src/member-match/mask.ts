/**
 * Two values side by side for a reviewer who needs to see how they differ, not what they are: what both have is masked, what differs is
 * shown. `Lindqvist` and `Lindquist` are `•••••v•••` and `•••••u•••`. Values with little in common show their first letter only.
 */
export interface Masked {
  submitted: string;
  held: string;
}

const dot = '•';
/** Of the longer value: values that differ in more than this have no common shape to compare. */
const differing_max = 0.4;
/** Longer values are compared no further: what differs there would be a text. */
const characters_max = 60;

export function maskPair(submitted: string, held: string): Masked {
  if (submitted === '' || held === '') return { submitted: coverUp(submitted), held: coverUp(held) };
  if (submitted === held) return { submitted: dots(submitted), held: dots(held) };
  const [a, b] = [[...submitted.slice(0, characters_max)], [...held.slice(0, characters_max)]];
  const common = commonCharacters(a, b);
  const longer = Math.max(a.length, b.length);
  if (longer - common.count > longer * differing_max)
    return { submitted: coverUp(submitted), held: coverUp(held) };
  return { submitted: show(a, common.inA), held: show(b, common.inB) };
}

/** `Tova` → `T•••`. */
export function coverUp(value: string): string {
  const [first = '', ...rest] = value;
  return first + dots(rest.join(''));
}

/** Letters and digits only: the shape of a date or an address stays. */
const dots = (value: string): string => value.replace(/[\p{L}\p{N}]/gu, dot);

const show = (characters: readonly string[], isCommon: readonly boolean[]): string =>
  characters.map((character, i) => (isCommon[i] ? dots(character) : character)).join('');

/** The longest common subsequence: what is left over is what differs. */
function commonCharacters(a: readonly string[], b: readonly string[]) {
  const length = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i]![j] =
        a[i] === b[j] ? length[i + 1]![j + 1]! + 1 : Math.max(length[i + 1]![j]!, length[i]![j + 1]!);
    }
  }
  const inA = a.map(() => false);
  const inB = b.map(() => false);
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      inA[i++] = true;
      inB[j++] = true;
    } else if (length[i + 1]![j]! >= length[i]![j + 1]!) i++;
    else j++;
  }
  return { inA, inB, count: length[0]![0]! };
}
