import type { Readable } from 'node:stream';

/** How often a stream that leaves asks whether it still may. With what is under way, a withdrawal is felt within seconds. */
export const standsCheck_ms = 1_000;

/**
 * Ends `content` with an error as soon as `stands` says no: the client sees a cut connection, never a file that looks whole.
 * When nobody can say, it is no.
 */
export function whileItStands(
  content: Readable,
  stands: () => Promise<boolean>,
  every_ms = standsCheck_ms,
): Readable {
  let asking = false;
  const timer = setInterval(() => {
    if (asking) return;
    asking = true;
    stands()
      .catch(() => false)
      .then((may) => {
        asking = false;
        if (!may) content.destroy(new Error('What is sent was withdrawn.'));
      });
  }, every_ms);
  content.once('close', () => clearInterval(timer));
  return content;
}
