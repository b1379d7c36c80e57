// Protects discovery: another payer finds our base by what HRex says, without a token, and finds nothing else there.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuthServer, startAuthServer } from '../../../test/env/auth-server.ts';

let server: AuthServer;
beforeAll(async () => {
  server = await startAuthServer();
});
afterAll(() => server?.stop());

test('names the payer and the base of its payer-to-payer API', async () => {
  const response = await fetch(`${server.baseUrl}/.well-known/davinci-configuration`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('application/json');
  const { identifier, endpoints } = (await response.json()) as {
    identifier: string;
    endpoints: Record<string, string>;
  };
  expect(identifier).toMatch(/^\d{10}$/);
  expect(Object.keys(endpoints)).toContain('davinci_pdex_payer_endpoint#2.1');
  expect(new Set(Object.values(endpoints))).toEqual(new Set([`${server.baseUrl}/fhir`]));
});

test('is read, not written', async () => {
  const response = await fetch(`${server.baseUrl}/.well-known/davinci-configuration`, { method: 'POST' });
  expect(response.status).toBe(405);
});
