import { readBounded } from '../../../net/call.ts';
import { PartnerFailure } from '../../../net/failure.ts';
import type { Access } from '../link.ts';
import type { StepContext } from '../outcome.ts';

/** A match result holds what we sent, and little more. */
const resultBytes_max = 512 * 1024 * 1024;

/** The lines of a match result's file, parsed. Nothing is kept: the step is done again if it does not come to its end. */
export async function readResultLines(
  { deps, transfer, link, signal }: StepContext,
  url: string,
  access: Access | undefined,
): Promise<unknown[]> {
  const { blobs } = deps;
  const file = await link.download(
    { url, key: `match/${transfer.id}/result`, remember: async () => {}, signal },
    access,
  );
  try {
    const bytes = await readBounded(await blobs.read(file.key), resultBytes_max);
    return new TextDecoder('utf-8', { fatal: true })
      .decode(bytes)
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as unknown);
  } catch (error) {
    if (error instanceof PartnerFailure) throw error;
    throw new PartnerFailure('wait', 'match-result-unreadable');
  } finally {
    await blobs.deleteAll(`match/${transfer.id}`);
  }
}
