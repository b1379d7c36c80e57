import { Agent } from 'undici';
import { guardedLookup, type Lookup } from './address.ts';
import type { NetLimits } from './limits.ts';

/** Connection pools, one per setting that is fixed when a connection is made. */
export interface Agents {
  agentFor(allowPrivate: boolean, limits: NetLimits): Agent;
  close(): Promise<void>;
}

export const connectionsPerOrigin_max = 16;

/** `resolve` replaces the machine's name service in tests. */
export function openAgents(resolve?: Lookup): Agents {
  const agents = new Map<string, Agent>();
  return {
    agentFor: (allowPrivate, limits) => {
      const key = `${allowPrivate} ${limits.connect_ms} ${limits.headerBytes_max}`;
      let agent = agents.get(key);
      if (!agent) {
        const lookup = guardedLookup(allowPrivate, resolve) as never; // net's type allows both callback forms
        agent = new Agent({
          connect: { lookup, timeout: limits.connect_ms },
          maxHeaderSize: limits.headerBytes_max,
          connections: connectionsPerOrigin_max,
        });
        agents.set(key, agent);
      }
      return agent;
    },
    close: async () => {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
      agents.clear();
    },
  };
}
