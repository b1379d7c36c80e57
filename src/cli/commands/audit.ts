import type { Verified } from '../../audit/verify.ts';
import { type CommandMaker, command, jsonCommand, withPayer } from '../command.ts';
import { UsageProblem } from '../failure.ts';
import { print, remark } from '../io.ts';
import { auditDisclosuresCommand } from './audit-disclosures.ts';
import { auditTraceCommand } from './audit-trace.ts';

/** What a privacy officer asks of the audit log: that it is whole, and what it proves. */
export const auditCommand: CommandMaker = (io, exit) => {
  const verify = jsonCommand('verify', 'whether the audit log is what was written: every hash, every seal')
    .option('--since <seq>', 'trust what the last seal at or before this entry covers; read the rest')
    .action(async (options: { json?: boolean; since?: string }) => {
      const since = options.since === undefined ? undefined : entryNumber(options.since);
      const { verifyChain } = await import('../../audit/verify.ts');
      const start = performance.now();
      const verified = await withPayer(({ db, blobs, clock }) =>
        verifyChain(
          { db, objects: blobs, clock },
          {
            ...(since !== undefined && { since }),
            progress: (seq, of) => remark(io, `${seq} of ${of}`),
          },
        ),
      );
      const seconds = Math.round(performance.now() - start) / 1000;
      print(io, options.json, { ...verified, seconds }, () => inWords(verified));
      if (!verified.ok) exit(1);
    });

  const seal = jsonCommand('seal', 'chain what waits, and seal the head in the object store now').action(
    async (options: { json?: boolean }) => {
      const { chainEntries } = await import('../../audit/chain.ts');
      const { sealHead } = await import('../../audit/seal.ts');
      const { chained, last } = await withPayer(async ({ db, blobs, clock }) => ({
        chained: await chainEntries({ db, clock }, { wait: true }),
        last: await sealHead({ db, objects: blobs, clock }),
      }));
      const shown = last
        ? { number: last.number, seq: last.seq, hash: last.hash.toString('hex'), at: last.at }
        : null;
      print(io, options.json, { ok: true, chained, seal: shown }, () =>
        shown ? `Seal ${shown.number} covers entry ${shown.seq}: ${shown.hash}` : 'Nothing is there to seal.',
      );
    },
  );

  return command('audit', 'what was done, by whom and to whom: verified, followed, reported')
    .addCommand(verify)
    .addCommand(seal)
    .addCommand(auditTraceCommand(io, exit))
    .addCommand(auditDisclosuresCommand(io, exit));
};

function entryNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw new UsageProblem('--since takes the number of an entry.', '`throughline audit verify` names it.');
  return Number(text);
}

function inWords(v: Verified): string {
  const { unchained, seals } = v;
  return [
    v.ok
      ? v.entries === 0
        ? `The audit log holds: nothing is chained after entry ${v.from - 1}.`
        : `The audit log holds: entries ${v.from} to ${v.to}.`
      : `The audit log does not hold: ${v.broken!.text}`,
    ...v.findings.slice(1).map((finding) => `Also: ${finding.text}`),
    seals.last
      ? `${seals.verified} seals hold; the last covers entry ${seals.last.seq}, of ${seals.last.at}.`
      : 'Nothing is sealed yet.',
    unchained.entries > 0
      ? `${unchained.entries} entries wait to be chained, the oldest for ${unchained.ageSeconds} seconds.`
      : 'No entry waits to be chained.',
  ].join('\n');
}
