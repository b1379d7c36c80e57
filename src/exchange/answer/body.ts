import type { BlobStore } from '../../blob/blob.ts';

/** The body of a request as it was stored. It was bounded when it came in. */
export async function readBody(deps: { blobs: BlobStore }, key: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await deps.blobs.read(key)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
