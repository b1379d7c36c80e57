import type { Payer } from '../app/context.ts';
import { payerScope } from '../authz/policy.ts';
import { addClient, getClient } from '../directory/clients.ts';
import { addPartner, findPartner, type Partner } from '../directory/partners.ts';

/** The client id under which a payer is known at another. */
const clientIdOf = ({ config }: Payer): string => `payer-${config.payer.npi}`;

/** Makes two payers know each other, each as client and as partner. Doing it again changes nothing. */
export async function introduce(one: Payer, other: Payer): Promise<void> {
  await makeKnown(one, other);
  await makeKnown(other, one);
}

/** What `caller` needs to call `answerer`: a client there, a partner here. */
async function makeKnown(caller: Payer, answerer: Payer): Promise<Partner> {
  const id = clientIdOf(caller);
  const { name, npi } = caller.config.payer;
  if (!(await getClient(answerer.db, id))) {
    await addClient(answerer, { id, name, npi, jwks: await caller.keys.publicJwks(), scope: payerScope });
  }
  return (
    (await findPartner(caller.db, answerer.config.payer.npi)) ??
    (await addPartner(caller, {
      ...answerer.config.payer,
      fhirBase: `${answerer.baseUrl}/fhir`,
      clientId: id,
      // Both live on this machine.
      allowPrivate: true,
    }))
  );
}
