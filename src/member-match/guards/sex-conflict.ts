/** Male against female: a sibling's or spouse's data sent with this person's number. Unknown and other do not conflict. */
import type { Guard } from './guard.ts';

export const sexConflict: Guard = {
  name: 'sex-conflict',
  objects: ({ fields }) => fields.sex === 'differs',
};
