import { createServer } from 'node:net';

/** How many ports above the wanted one are tried. */
const portsTried_max = 100;

/** The wanted port if it is free on the loopback address, else the next free one above it; 0: any free one. */
export async function freePort(wanted: number, taken: readonly number[] = []): Promise<number> {
  for (let port = wanted; port < wanted + portsTried_max; port++) {
    if (taken.includes(port)) continue;
    const bound = await tryPort(port);
    if (bound !== undefined) return bound;
  }
  return (await tryPort(0))!;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(undefined));
    server.listen(port, '127.0.0.1', () => {
      const { port: bound } = server.address() as { port: number };
      server.close(() => done(bound));
    });
  });
}
