import type { Adapter, AdapterPayload } from 'oidc-provider';

/** What the provider remembers until it ends: each provider its own, for two payers may run in one process. */
export function openMemory(): (name: string) => Adapter {
  const held = new Map<string, AdapterPayload>();
  return (name) => {
    const keyOf = (id: string) => `${name}:${id}`;
    const where = async (fits: (payload: AdapterPayload) => boolean) =>
      [...held].find(([key, payload]) => key.startsWith(`${name}:`) && fits(payload))?.[1];
    return {
      upsert: async (id, payload) => void held.set(keyOf(id), payload),
      find: async (id) => held.get(keyOf(id)),
      findByUid: (uid) => where((payload) => payload.uid === uid),
      findByUserCode: (code) => where((payload) => payload.userCode === code),
      destroy: async (id) => void held.delete(keyOf(id)),
      consume: async (id) => {
        const payload = held.get(keyOf(id));
        if (payload) payload.consumed = Math.floor((payload.iat ?? 0) + 1);
      },
      revokeByGrantId: async (grantId) => {
        for (const [key, payload] of held) if (payload.grantId === grantId) held.delete(key);
      },
    };
  };
}
