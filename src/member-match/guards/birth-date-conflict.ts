/**
 * HRex mm-8: another birth date is a parent, a child, a namesake; two of its three parts are no agreement, and none told is none. With
 * Medicare's number and an agreeing name it is a mistake in the record (CMS HTE rule 26: a unique identifier); so are two of three parts when all
 * else agrees, a number of one's own and an address or telephone too.
 */

import type { Fields } from '../model.ts';
import { contactsOf, hasOwnNumber, namesAgree } from './evidence.ts';
import type { Guard } from './guard.ts';

export const birthDateConflict: Guard = {
  name: 'birth-date-conflict',
  objects: ({ leading: { fields } }) =>
    fields.birthDate !== 'exact' &&
    fields.birthDate !== 'near' &&
    !(fields.mbi === 'same' && namesAgree(fields)) &&
    !(fields.birthDate === 'parts' && isOtherwiseWhole(fields)),
};

const isOtherwiseWhole = (fields: Fields): boolean =>
  fields.given === 'exact' &&
  fields.middle !== 'conflict' &&
  fields.family === 'exact' &&
  fields.sex !== 'conflict' &&
  hasOwnNumber(fields) &&
  contactsOf(fields) > 0;
