// Writes audit entries, every third of them rolled back, or chains them without end: a process of its own, to be killed.
import { audit } from '../../src/audit/audit.ts';
import { chainEntries } from '../../src/audit/chain.ts';
import { systemClock } from '../../src/clock/clock.ts';
import { openDb } from '../../src/db/db.ts';

const [, , url = '', role = '', count = '0'] = process.argv;
const db = openDb(url, { connections_max: 4 });

async function write(n: number): Promise<void> {
  await db.tx(async (tx) => {
    await audit(tx, {
      at: systemClock.now(),
      actor: `client:${process.pid}`,
      action: 'file.get',
      subject: String(n),
    });
    if (n % 3 === 0) throw new Error('rolled back');
  });
}

if (role === 'write') {
  for (let n = 0; n < Number(count); n += 4)
    await Promise.allSettled([write(n), write(n + 1), write(n + 2), write(n + 3)]);
  await db.close();
} else {
  for (;;) {
    await chainEntries({ db, clock: systemClock });
    process.stdout.write('.');
  }
}
