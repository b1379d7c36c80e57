import { containedCopy } from '../../attribution/contained.ts';
import { createGroup, hasGroupOfOne } from '../../attribution/groups.ts';
import type { Random } from '../../clock/random.ts';
import type { Permit } from '../../consent/permit.ts';
import type { Tx } from '../../db/db.ts';
import { addTask } from '../../queue/queue.ts';
import type { Submission } from './submission.ts';

/**
 * Attributes a member of a `$member-match` to the client, so that an export on the Patient level finds it (pdex-215). Asked for
 * again it stays one; a longer consent makes one that lives longer.
 */
export async function attributeMember(
  tx: Tx,
  deps: { random: Random },
  matched: { permit: Permit; patientId: string; submission: Submission; now: Date },
): Promise<void> {
  const { clientId, personId, recipientNpi, until } = matched.permit;
  if (await hasGroupOfOne(tx, { clientId, personId, expiresAt: until })) return;
  const id = deps.random.uuid();
  const group = {
    id,
    clientId,
    code: 'match',
    requesterNpi: recipientNpi,
    createdAt: matched.now,
    expiresAt: until,
  } as const;
  const member = {
    personId,
    patientId: matched.patientId,
    submittedId: matched.submission.patientId,
    submitted: containedCopy(matched.submission.patient),
    coverage: null,
  };
  await createGroup(tx, group, null, [member]);
  await addTask(tx, 'group.expire', id, until);
}
