/** What `--out` leaves behind, for people and programs that look for themselves. */
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Payer } from '../app/context.ts';
import { groupJson, groupsOfJob } from '../attribution/groups.ts';
import { filesOf } from '../exchange/request/operate.ts';
import type { Transfer } from '../exchange/request/transfer.ts';
import { allRecords } from '../record/all-store.ts';
import { jobOf, type LedgerLine } from './gather.ts';

/**
 * `released/<Type>.ndjson` as downloaded, `stored/<Type>.ndjson` as held now, `groups.ndjson`, `ledger.csv`. What an earlier run
 * left under these names goes away first.
 */
export async function writeOut(
  dir: string,
  payers: { responding: Payer; requesting: Payer },
  transfers: readonly Transfer[],
  lines: readonly LedgerLine[],
): Promise<void> {
  await mkdir(dir, { recursive: true });
  await byType(join(dir, 'released'), (append) => released(payers.requesting, transfers, append));
  await byType(join(dir, 'stored'), async (append) => {
    // Its own members are not what came.
    for await (const { type, text } of allRecords(payers.requesting.db, { receivedOnly: true }))
      await append(type, `${text}\n`);
  });
  await writeFile(join(dir, 'groups.ndjson'), await groups(payers.responding, transfers));
  await writeFile(join(dir, 'ledger.csv'), csvOf(lines));
}

type Append = (type: string, bytes: string | Buffer) => Promise<void>;

async function released(payer: Payer, transfers: readonly Transfer[], append: Append): Promise<void> {
  for (const transfer of transfers) {
    for (const file of await filesOf(payer.db, transfer.id)) {
      if (file.kind !== 'output' || file.objectKey === null) continue;
      for await (const chunk of await payer.blobs.read(file.objectKey))
        await append(file.type, chunk as Buffer);
    }
  }
}

/** The Groups of the match jobs, as the responding payer serves them. A match of one member has none. */
async function groups(payer: Payer, transfers: readonly Transfer[]): Promise<string> {
  let text = '';
  for (const { wire, matchStatusUrl } of transfers) {
    if (wire !== 'bulk' || matchStatusUrl === null) continue;
    for (const group of await groupsOfJob(payer.db, jobOf(matchStatusUrl))) {
      for await (const piece of groupJson(payer.db, group, payer.config.payer)) text += piece;
      text += '\n';
    }
  }
  return text;
}

/** Opens one file a type as bytes for it come, and closes all at the end. */
async function byType(dir: string, write: (append: Append) => Promise<void>): Promise<void> {
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const files = new Map<string, WriteStream>();
  await write(async (type, bytes) => {
    let file = files.get(type);
    if (!file) {
      file = createWriteStream(join(dir, `${type}.ndjson`));
      files.set(type, file);
    }
    const into = file;
    if (!into.write(bytes)) await new Promise<void>((drained) => into.once('drain', drained));
  });
  for (const file of files.values()) {
    file.end();
    await finished(file);
  }
}

const columns = [
  'member',
  'type',
  'released',
  'received',
  'stored',
  'quarantined',
  'duplicate',
  'withheld',
  'reason',
] as const;

function csvOf(lines: readonly LedgerLine[]): string {
  const cell = (value: string | number) => {
    const text = String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const rows = lines.map((line) => columns.map((column) => cell(line[column])).join(','));
  return `${[columns.join(','), ...rows].join('\n')}\n`;
}
