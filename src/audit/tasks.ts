import { chainEntries } from './chain.ts';
import { chainEvery_ms, sealEvery_ms } from './limits.ts';
import { type SealDeps, sealHead } from './seal.ts';

/** Asked for once when a worker starts; each asks for itself again. */
export const auditChainTask = 'audit.chain';
export const auditSealTask = 'audit.seal';

type Handler = (key: string, attempt: { signal: AbortSignal }) => Promise<{ again: Date }>;

/** Chains what was written, every few seconds, and seals the head of the chain every hour. */
export const auditTasks = (deps: SealDeps): Record<string, Handler> => ({
  [auditChainTask]: async (_key, { signal }) => {
    await chainEntries(deps, { signal });
    return { again: later(deps, chainEvery_ms) };
  },
  [auditSealTask]: async (_key, { signal }) => {
    await chainEntries(deps, { signal, wait: true });
    await sealHead(deps);
    return { again: later(deps, sealEvery_ms) };
  },
});

const later = ({ clock }: SealDeps, ms: number): Date => new Date(clock.now().getTime() + ms);
