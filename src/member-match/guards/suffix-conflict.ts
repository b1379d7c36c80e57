/** Jr against Sr: father and son share the name, often the address and sometimes the number (CMS HTE V.B.5). */
import type { Guard } from './guard.ts';

export const suffixConflict: Guard = {
  name: 'suffix-conflict',
  objects: ({ fields }) => fields.suffix === 'differs',
};
