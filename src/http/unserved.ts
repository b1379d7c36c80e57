import { resourceTypes } from '../fhir/resource-types.ts';
import { Problem } from '../problem/problem.ts';

interface Unserved {
  fits: (method: string, segments: readonly string[]) => boolean;
  text: string;
}

const isType = (segment: string | undefined): boolean => segment !== undefined && resourceTypes.has(segment);

/** What FHIR clients try and this server does not do, with what to do instead. The first that fits is told. */
const unserved: readonly Unserved[] = [
  {
    fits: (method, segments) => method === 'POST' && segments.length === 0,
    text: 'Batches and transactions are not taken here: send each request by itself.',
  },
  {
    fits: (_method, segments) => segments.includes('_history'),
    text: 'Histories and earlier versions are not kept here: read the resource as it is.',
  },
  {
    fits: (_method, segments) => segments.length === 0 || segments[0] === '_search',
    text: 'A search over all types is not offered here: search one type, for one member.',
  },
  {
    fits: (_method, segments) => segments[0] === '$export',
    text: 'An export of the whole system is not offered here: export a Group, or the patients that you have matched.',
  },
  {
    fits: (_method, segments) => segments.at(-1)?.startsWith('$') === true,
    text: 'This operation is not offered here: the CapabilityStatement lists those that are.',
  },
  {
    fits: (_method, [first]) => isType(first),
    text: 'This type, or this way to ask for it, is not offered here: the CapabilityStatement lists what is.',
  },
];

/** The answer where no route is. `path` is without its query; of what it names, the answer repeats nothing. */
export function unservedProblem(method: string, path: string): Problem {
  const [base, ...segments] = path.split('/').filter((segment) => segment !== '');
  const found = base === 'fhir' ? unserved.find(({ fits }) => fits(method, segments)) : undefined;
  return found
    ? new Problem('not-found', found.text, { code: 'not-supported' })
    : new Problem('not-found', 'There is nothing at this address.');
}
