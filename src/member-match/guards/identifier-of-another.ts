/** HRex mm-8: the request carries the own number of somebody else: recycled, mistyped, or the wrong card of a family. */
import type { Guard } from './guard.ts';

export const identifierOfAnother: Guard = {
  name: 'identifier-of-another',
  objects: ({ leading }) => leading.namesAnother && leading.fields.mbi !== 'same',
};
