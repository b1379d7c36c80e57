/**
 * A service outside that knows people, made of plain `node:http`: keeps what was asked, and answers as a test tells it. It knows no wire
 * format: a test writes the answer.
 */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReferenceService {
  origin: string;
  url: string;
  asked: { method: string; headers: IncomingHttpHeaders; body: unknown }[];
  /** What it says from now on. */
  answer: (res: ServerResponse) => unknown;
  /** Says this, with 200. */
  says(body: unknown): void;
  close(): Promise<void>;
}

export async function referenceService(): Promise<ReferenceService> {
  const server = createServer((req, res) => {
    const pieces: Buffer[] = [];
    req.on('data', (piece: Buffer) => pieces.push(piece));
    req.on('end', () => {
      const text = Buffer.concat(pieces).toString('utf8');
      service.asked.push({ method: req.method ?? '', headers: req.headers, body: JSON.parse(text) });
      service.answer(res);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const service: ReferenceService = {
    origin,
    url: `${origin}/lookup`,
    asked: [],
    answer: (res) => res.writeHead(404).end(),
    says: (body) => {
      service.answer = (res) =>
        res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return service;
}
