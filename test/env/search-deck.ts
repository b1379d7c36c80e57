// Resources as load stores them: the release view of each, closed over the references of one person.
import type { Db } from '../../src/db/db.ts';
import type { JsonObject } from '../../src/fhir/lossless.ts';
import { scanResource } from '../../src/fhir/scan.ts';
import { closeRecords } from '../../src/release/closure.ts';
import { releaseView, stamp } from '../../src/release/release-view.ts';
import { insertRecords } from './released-data.ts';

export type Resource = { resourceType: string; id: string } & Record<string, unknown>;

/** Stores the resources of one person, or payer-wide ones (0), as changed at the instant. `texts`: lines as they came. */
export async function storeResources(
  db: Db,
  personId: number,
  resources: readonly Resource[],
  lastUpdated = '2026-01-01T00:00:00.000Z',
  texts: Record<string, string> = {},
): Promise<void> {
  const views = resources.map((resource) => {
    const line = Buffer.from(texts[`${resource.resourceType}/${resource.id}`] ?? JSON.stringify(resource));
    const scan = scanResource(line);
    if (!scan.resource) throw new Error(`does not scan: ${JSON.stringify(scan)}`);
    const view = releaseView(line, scan.resource, JSON.parse(line.toString()) as JsonObject);
    stamp(view, new Date(lastUpdated));
    return view;
  });
  const records = new Map(views.map((v) => [v.ref, { ...v, authorization: v.paChanged !== null }]));
  const closed = closeRecords(records, () => true);
  const kept = <T>(value: T | null | undefined, name: string) => (value == null ? {} : { [name]: value });
  await insertRecords(
    db,
    views.map((v) => ({
      personId,
      ref: v.ref,
      lastUpdated,
      refs: [...v.refs],
      text: v.text.toString(),
      paDocument: closed.get(v.ref)!.paDocument,
      ...kept(v.serviceStart, 'serviceStart'),
      ...kept(v.serviceEnd, 'serviceEnd'),
      ...kept(closed.get(v.ref)!.reach, 'reach'),
      ...kept(v.paChanged, 'paChanged'),
      ...kept(v.paUntil, 'paUntil'),
      ...kept(v.withheld, 'withheld'),
    })),
  );
}
