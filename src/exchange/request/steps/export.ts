import { factsOf } from '../../../directory/partners.ts';
import type { CallAnswer } from '../../../net/call.ts';
import { PartnerFailure } from '../../../net/failure.ts';
import { clearFiles, insertFiles } from '../files-store.ts';
import type { Access } from '../link.ts';
import { type ManifestFile, readManifest } from '../manifest.ts';
import { type Outcome, type StepContext, waitFor } from '../outcome.ts';
import { exportParameters } from '../parameters.ts';
import { scopesFor } from '../scopes.ts';
import { selectExchanges, selectWatermarks } from '../store.ts';
import { addNotices, type Exchange } from '../transfer.ts';
import { sinceFor } from '../watermark.ts';
import { poll, pollAgain_s } from './poll.ts';
import { statusUrl } from './status-url.ts';

/** What a token for a transfer's data is asked for: on the single wire for its one patient (pdex-209, 222). */
export function dataAccess({ transfer, partner }: StepContext): Access {
  const { export: scope } = scopesFor(partner);
  return transfer.wire === 'single' ? { scope, patient: transfer.groupId! } : { scope };
}

/** matched → exporting: asks for the data, all of it or what changed since the watermark (pdex-166, 174, 175). */
export async function kickOffExport(context: StepContext): Promise<Outcome> {
  const { deps, transfer, partner, link, limits } = context;
  if (transfer.kickoffs >= limits.kickoffs_max)
    return waitFor('export-failed-repeatedly', 'matched', { kickoffs: 0 });
  const exchanges = await selectExchanges(deps.db, transfer.id);
  const live = exchanges.filter((e) => e.state === 'matched');
  if (live.length === 0) return { to: 'closed', again_s: null };
  const marks = await selectWatermarks(
    deps.db,
    partner.id,
    live.map((e) => e.personId),
  );
  const since = sinceFor(live, marks);
  const asked = deps.clock.now();
  const answer = await ask(context, { since, patients: patientsToName(transfer.wire, exchanges, live) });
  if (answer.status !== 202) throw new PartnerFailure('wait', 'export-not-found', { status: answer.status });
  return {
    to: 'exporting',
    change: {
      kickoffs: transfer.kickoffs + 1,
      since: since ?? null,
      exportKickedAt: earlier(dateOf(answer.headers.date), asked),
      exportStatusUrl: statusUrl(answer.headers['content-location'], answer.url, link.mayCall),
    },
    again_s: pollAgain_s(answer, 0, limits),
  };
}

/** All members of the Group need no naming; when some of them no longer take part, the others are named. */
function patientsToName(wire: string, all: readonly Exchange[], live: readonly Exchange[]) {
  const matched = all.filter((e) => e.outcome === 'match');
  if (wire === 'bulk' && matched.length === live.length) return undefined;
  return [...new Set(live.map((e) => e.partnerPatientId!))];
}

interface Asked {
  since: Date | undefined;
  patients: readonly string[] | undefined;
}

const notThere = [404, 405, 501];

/** The kick-off, down the ladder: `$davinci-data-export`, then plain `$export` of the same Group; or of the one patient. */
async function ask(context: StepContext, { since, patients }: Asked): Promise<CallAnswer> {
  const { transfer, partner, link } = context;
  const { types, exportValues } = factsOf(partner);
  const post = (path: string, withExportType: boolean) =>
    link.call(
      {
        url: `${partner.fhirBase}/${path}`,
        method: 'POST',
        headers: { prefer: 'respond-async' },
        body: exportParameters({ since, types, patients, exportValues }, withExportType),
        expect: notThere,
      },
      dataAccess(context),
    );
  if (transfer.wire === 'bulk') {
    const group = `Group/${encodeURIComponent(transfer.groupId!)}`;
    const answer = await post(`${group}/$davinci-data-export`, true);
    return notThere.includes(answer.status) ? post(`${group}/$export`, false) : answer;
  }
  const answer = await post('Patient/$export', false);
  if (!notThere.includes(answer.status)) return answer;
  // A GET cannot name the patient; the token does.
  const query = new URLSearchParams({
    ...(since ? { _since: since.toISOString() } : {}),
    ...(types ? { _type: types.join(',') } : {}),
  });
  return link.call(
    {
      url: `${partner.fhirBase}/Patient/$export${query.size > 0 ? `?${query}` : ''}`,
      headers: { prefer: 'respond-async' },
      expect: notThere,
    },
    dataAccess(context),
  );
}

/** exporting → downloading: polls, reads every page of the manifest, lists its files. A lost job is begun anew. */
export async function pollExport(context: StepContext): Promise<Outcome> {
  const { deps, transfer, link, limits } = context;
  const result = await poll(context, transfer.exportStatusUrl!, dataAccess(context));
  if (result.is === 'running') return { to: 'exporting', again_s: result.again_s };
  if (result.is === 'lost') return { to: 'matched', change: { exportStatusUrl: null } };
  const files: (ManifestFile & { needsToken: boolean })[] = [];
  const notices: string[] = [];
  let transactionTime: Date | undefined;
  let page: { body: unknown; url: string } = result;
  for (let pages = 1; ; pages++) {
    const read = readManifest(page.body, page.url, link.mayCall);
    if (!read.ok) throw new PartnerFailure('wait', read.reason);
    const { manifest } = read;
    files.push(...manifest.files.map((f) => ({ ...f, needsToken: manifest.needsToken })));
    notices.push(...manifest.notices);
    transactionTime = earlier(manifest.transactionTime, transactionTime) ?? transactionTime;
    if (files.length > limits.files_max) throw new PartnerFailure('wait', 'manifest-too-many-files');
    if (!manifest.next) break;
    if (pages >= limits.manifestPages_max) throw new PartnerFailure('wait', 'manifest-too-many-pages');
    page = await link.call({ url: manifest.next, accept: 'json' }, dataAccess(context));
  }
  const listed = [...new Map(files.map((f) => [f.url, f])).values()];
  if (listed.length < files.length) notices.push('manifest-file-twice');
  return {
    to: 'downloading',
    change: {
      transactionTime: transactionTime ?? null,
      ingestFrom: transfer.ingestFrom ?? deps.clock.now(),
      notices: addNotices(transfer.notices, notices),
    },
    write: async (tx) => {
      await clearFiles(tx, transfer.id);
      await insertFiles(tx, transfer.id, listed);
    },
  };
}

function dateOf(header: string | undefined): Date | undefined {
  const at = new Date(header ?? '');
  return Number.isNaN(at.getTime()) ? undefined : at;
}

function earlier(a: Date | undefined, b: Date): Date;
function earlier(a: Date | undefined, b: Date | undefined): Date | undefined;
function earlier(a: Date | undefined, b: Date | undefined): Date | undefined {
  if (!a || !b) return a ?? b;
  return a.getTime() < b.getTime() ? a : b;
}
