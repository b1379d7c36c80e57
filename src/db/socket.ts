import { Socket } from 'node:net';

/** Bytes that are taken from the kernel at a time. Node's own reads are of 64 KiB, each into memory of its own. */
const readBuffer_bytes = 512 * 1024;

/**
 * A plain connection to the database that reads into one buffer again and again. Listeners of `data` get copies, as of any
 * socket; while it is `lending` they get the buffer itself, valid only during the call. Under TLS the layer above it reads.
 */
export class DatabaseSocket extends Socket {
  lending = false;

  constructor() {
    const buffer = Buffer.allocUnsafeSlow(readBuffer_bytes);
    const options = {
      onread: {
        buffer,
        callback: (length: number): boolean => {
          const bytes = buffer.subarray(0, length);
          this.emit('data', this.lending ? bytes : Buffer.from(bytes));
          return !this.isPaused();
        },
      },
    };
    super(options as ConstructorParameters<typeof Socket>[0]);
  }
}
