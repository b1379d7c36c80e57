import { writeReceipts } from '../../../ingest/receipt-provenance.ts';
import { settleReferences } from '../../../ingest/settle-references.ts';
import { openLabelling } from '../../../labels/labelling.ts';
import { assert } from '../../../problem/problem.ts';
import { type ReceivedFile, selectFiles, selectLedger } from '../files-store.ts';
import { type Outcome, type StepContext, waitFor } from '../outcome.ts';
import { putWatermark, selectExchanges } from '../store.ts';
import { addNotices, type Notice } from '../transfer.ts';
import { watermarkOf } from '../watermark.ts';
import { partnerErrorPrefix } from './error-file.ts';

/** A person looked at a manifest that does not add up, and took it as it is. */
export const acceptedNotice = 'count-mismatch-accepted';

/** Output files whose manifest count is not what they held. A missing count is no mismatch. */
export const mismatched = (files: readonly ReceivedFile[]): ReceivedFile[] =>
  files.filter((f) => f.kind === 'output' && f.manifestCount !== null && f.manifestCount !== f.received);

/** A partner that reported errors did not send everything: the next export must ask for the same time again. */
const cameWhole = (notices: readonly Notice[]): boolean =>
  !notices.some((n) => n.code.startsWith(partnerErrorPrefix));

/**
 * verifying → stored: every file ingested and the ledger adding up. In one transaction: references to what never came
 * become the partner's URLs, our own Provenance is written, the watermark moves.
 */
export async function verify({ deps, transfer, partner, limits }: StepContext): Promise<Outcome> {
  const files = await selectFiles(deps.db, transfer.id);
  assert(
    files.every((f) => f.state === 'ingested'),
    'verifying after the last file',
  );
  const ledger = await selectLedger(deps.db, transfer.id);
  assert(addsUp(files, ledger), 'a ledger that adds up');
  const wrong = mismatched(files);
  const accepted = transfer.notices.some((n) => n.code === acceptedNotice);
  if (wrong.length > 0 && !accepted) {
    const notices = addNotices(
      transfer.notices.filter((n) => n.code !== 'count-mismatch'),
      wrong.map(() => 'count-mismatch'),
    );
    return waitFor('manifest-count-mismatch', 'verifying', { notices });
  }
  const live = (await selectExchanges(deps.db, transfer.id)).filter((e) => e.state === 'verifying');
  const personIds = [...new Set(live.map((e) => e.personId))];
  const since = watermarkOf(transfer, limits.watermarkOverlap_s);
  const heardOf = new Set(ledger.filter((row) => row.received > 0).map((row) => row.personId));
  // A whole history without a single record: a consent that ended meanwhile, or a partner's mistake. Ask for it whole again.
  const silent = transfer.since ? [] : live.filter((e) => !heardOf.has(e.personId));
  const { generation } = await (deps.labelling?.() ?? openLabelling(deps.db, deps.clock));
  return {
    to: 'stored',
    change: {
      notices: addNotices(
        transfer.notices,
        silent.map(() => 'nothing-received-for-member'),
      ),
    },
    write: async (tx) => {
      const { id: transferId } = transfer;
      await settleReferences(tx, deps.clock, {
        transferId,
        partnerId: partner.id,
        fhirBase: partner.fhirBase,
        personIds,
      });
      await writeReceipts(tx, deps.clock, {
        transferId,
        partnerId: partner.id,
        personIds,
        partner: { name: partner.name, npi: partner.npi },
        self: deps.self,
        since: transfer.ingestFrom!,
        ruleSet: generation,
      });
      if (!since || !cameWhole(transfer.notices)) return;
      for (const { personId, partnerPatientId } of live.filter((e) => !silent.includes(e)))
        await putWatermark(tx, partner.id, { personId, partnerPatientId: partnerPatientId!, since });
    },
  };
}

/** received = stored + duplicate + quarantined for each file, and the members' shares are the files' sums. */
function addsUp(files: readonly ReceivedFile[], ledger: readonly { received: number }[]): boolean {
  const each = files.every((f) => f.received === f.stored! + f.duplicate! + f.quarantined!);
  const sum = (rows: readonly { received: number | null }[]) =>
    rows.reduce((total, row) => total + (row.received ?? 0), 0);
  return each && sum(files) === sum(ledger);
}
