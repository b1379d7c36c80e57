/** Size of one piece. A line that takes more than a quarter of it gets memory of its own. */
const slabBytes = 1024 * 1024;

/** Where rewritten lines lie until they are in the database. */
export interface LineMemory {
  take(bytes: number): Buffer;
  /** Lines taken before the last call of `turn` but one are done with: their memory is used again. */
  turn(): void;
}

/**
 * Memory in slabs that go round, as batches of a merge do. Memory that is new for every line costs more than all the
 * scanning: page faults, and a collector that runs for what lies outside its heap.
 */
export function lineMemory(): LineMemory {
  let slab: Buffer = Buffer.alloc(0);
  let used = 0;
  let filling: Buffer[] = [];
  let written: Buffer[] = [];
  let free: Buffer[] = [];
  return {
    take(bytes) {
      if (bytes > slabBytes / 4) return Buffer.allocUnsafe(bytes);
      if (used + bytes > slab.length) {
        slab = free.pop() ?? Buffer.allocUnsafeSlow(slabBytes);
        filling.push(slab);
        used = 0;
      }
      used += bytes;
      return slab.subarray(used - bytes, used);
    },
    turn() {
      free = free.concat(written);
      written = filling;
      filling = [];
      slab = Buffer.alloc(0);
    },
  };
}
