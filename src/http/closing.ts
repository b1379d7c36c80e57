import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { closing_ms_max } from './limits.ts';

/**
 * Lets `close()` end soon: Node ends connections that are idle between two requests, but not those on which no request
 * ever came (clients open some in advance), nor those whose caller takes its answer slowly.
 */
export function closeSoon(app: FastifyInstance): void {
  const silent = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  app.server.on('request', ({ socket }: { socket: Socket }) => silent.delete(socket));
  let cut: NodeJS.Timeout | undefined;
  app.addHook('preClose', async () => {
    for (const socket of silent) socket.destroy();
    cut = setTimeout(() => app.server.closeAllConnections(), closing_ms_max);
  });
  app.addHook('onClose', async () => clearTimeout(cut));
}
