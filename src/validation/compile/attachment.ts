import { isRecord } from '../fhirpath/members.ts';
import type { Check } from './check.ts';

/** datatypes.html#Attachment: `size` is that of the data before they were written in base64. */
export const attachmentCheck: Check = (value, run) => {
  if (!isRecord(value) || typeof value.data !== 'string' || typeof value.size !== 'number') return;
  if (Buffer.byteLength(value.data.replace(/[\s=]/g, ''), 'base64') !== value.size)
    run.error('value', 'attachment-size', 'The size is not that of the data.', 'size');
};
