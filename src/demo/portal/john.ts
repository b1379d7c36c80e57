/** John's own decision: played through the portal's API as his browser would, or left to whoever opens the portal. */
import type { Payer } from '../../app/context.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Partner } from '../../directory/partners.ts';
import { electionsOf } from '../../election/election-store.ts';
import { showExchange } from '../../exchange/request/operate.ts';
import { personOfPatient } from '../../person/store.ts';
import { assert } from '../../problem/problem.ts';
import { johnHere } from '../people/roster.ts';
import { sampleCohort } from '../people/sample.ts';
import type { Stage } from '../stage.ts';
import { portalBrowser } from './browser.ts';
import { optIn } from './opt-in.ts';

/** What the terminal tells: the people are made up. */
export interface PortalInvitation {
  url: string;
  signInAs: string;
  /** The plan that holds his history, and what stands on his card there. */
  plan: string;
  card: string;
}

const johnsEnquiry = (clock: Clock) => sampleCohort(clock.now()).find(({ id }) => id === johnHere)!;

const cardOf = (clock: Clock): string =>
  (johnsEnquiry(clock).parts.CoverageToMatch.identifier as { value: string }[])[0]!.value;

export const invitationFor = ({ requesting, responding }: Stage, clock: Clock): PortalInvitation => ({
  url: `${requesting.baseUrl}/portal/`,
  signInAs: 'John Smith',
  plan: responding.config.payer.name,
  card: cardOf(clock),
});

/** Signs in, says yes to his earlier plan, and gives the transfer that it started. */
export async function johnDecides(payer: Payer, partner: Partner, clock: Clock): Promise<string> {
  const john = portalBrowser(payer.baseUrl, payer.random);
  await john.signIn('john');
  const signed = await optIn(john, { payerId: partner.npi, kind: 'prior' }, { memberIdThere: cardOf(clock) });
  assert(signed.status === 201, `the portal took the decision: ${signed.status}`);
  const personId = (await personOfPatient(payer.db, [johnHere])).get(johnHere)!;
  const election = (await electionsOf(payer.db, personId)).find(({ partnerId }) => partnerId === partner.id)!;
  const { transfer } = await showExchange(payer.db, election.exchangeId!);
  return transfer!.id;
}
