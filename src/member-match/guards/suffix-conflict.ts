/** CMS HTE V.B.5: Jr against Sr. Father and son share the name, often the address and sometimes the number. */
import type { Guard } from './guard.ts';

export const suffixConflict: Guard = {
  name: 'suffix-conflict',
  objects: ({ leading }) => leading.fields.suffix === 'conflict',
};
