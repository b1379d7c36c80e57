import { createGunzip } from 'node:zlib';
import { PartnerFailure } from './failure.ts';
import type { Received } from './send.ts';

/** Whether the body comes as gzip. Throws for an encoding that we did not ask for. */
export function isGzip({ headers }: Pick<Received, 'headers'>): boolean {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity') return false;
  if (/^(x-)?gzip$/.test(encoding)) return true;
  throw new PartnerFailure('wait', 'unknown-content-encoding');
}

/**
 * The body without its content encoding, as it comes. Bytes are never made into text here, so no character is cut.
 * A gzip body that ends early or is damaged is `gzip-broken`; a connection that ends early stays the network's failure.
 */
export async function* decoded(received: Received): AsyncGenerator<Buffer> {
  if (!isGzip(received)) return yield* received.body as AsyncIterable<Buffer>;
  const gunzip = createGunzip();
  let network: Error | undefined;
  received.body.on('error', (error) => {
    network = error;
    gunzip.destroy(error);
  });
  received.body.pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } catch (error) {
    if (network) throw network;
    const broken = ((error as NodeJS.ErrnoException).code ?? '').startsWith('Z_');
    throw broken ? new PartnerFailure('retry', 'gzip-broken', { cause: error }) : error;
  } finally {
    gunzip.destroy();
  }
}
