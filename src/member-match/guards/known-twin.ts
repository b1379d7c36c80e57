/**
 * HRex mm-8: the twin of the one who would be named is in the index too. A given name that is not whole and equal must then speak against
 * the twin; if it fits both in some way, it names neither.
 */
import type { Guard } from './guard.ts';

export const twinInIndex: Guard = {
  name: 'twin-in-index',
  objects: ({ leading }) =>
    leading.fields.given !== 'exact' && leading.twins.some((twin) => twin.fields.given !== 'conflict'),
};
