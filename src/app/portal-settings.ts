import type { Setting } from './settings.ts';

/** The part of the table of settings that is about members: their portal, and the doors by which their decisions come. */
export const portalSettings = [
  {
    path: 'portal.phone',
    env: 'PORTAL_PHONE',
    kind: 'text',
    default: '1-800-555-0100',
    description: 'The telephone number of member services, as the member portal shows it.',
  },
  {
    path: 'portal.captureOwner',
    env: 'PORTAL_CAPTURE_OWNER',
    kind: 'choice',
    choices: ['plan', 'state'],
    default: 'plan',
    description:
      'Who takes members’ decisions. `state`: decisions come by feed, as for Medicaid where the state gathers them, and the portal only shows.',
  },
  {
    path: 'portal.issuer',
    env: 'PORTAL_ISSUER',
    kind: 'url',
    description:
      'The issuer of the plan’s identity provider (OpenID Connect). Absent: nobody can sign in to the member portal; its public page is served all the same.',
  },
  {
    path: 'portal.clientId',
    env: 'PORTAL_CLIENT_ID',
    kind: 'text',
    default: 'throughline-portal',
    description:
      'The portal’s client id at the identity provider. Its redirect URI is `<baseUrl>/portal/callback`.',
  },
  {
    path: 'portal.clientSecret',
    env: 'PORTAL_CLIENT_SECRET',
    kind: 'text',
    secret: true,
    description:
      'The portal’s secret at the identity provider, sent as HTTP Basic. Absent: a public client with PKCE alone.',
  },
  {
    path: 'portal.memberClaim',
    env: 'PORTAL_MEMBER_CLAIM',
    kind: 'text',
    default: 'member_id',
    description: 'The claim of the ID token that holds our member id: the id of the Patient that was loaded.',
  },
  {
    path: 'portal.development.users',
    env: 'PORTAL_DEVELOPMENT_USERS',
    kind: 'text',
    description:
      'For development only: starts a sign-in without passwords on this machine, for these people: `john=<Patient id>`, with commas between. Refused where the portal’s address is not a loopback address, or with `portal.issuer`.',
  },
  {
    path: 'portal.development.port',
    env: 'PORTAL_DEVELOPMENT_PORT',
    kind: 'port',
    default: 0,
    description: 'The port of the development sign-in; 0 takes a free one.',
  },
  {
    path: 'intake.webhook.url',
    env: 'INTAKE_WEBHOOK_URL',
    kind: 'url',
    description:
      'Where the plan’s mailer is told that an offer or a reminder is due (`opt-in.due`). Absent: nothing goes out.',
  },
  {
    path: 'intake.webhook.secret',
    env: 'INTAKE_WEBHOOK_SECRET',
    kind: 'text',
    secret: true,
    description: 'Signs those messages: HMAC-SHA256 over `<timestamp>.<body>`.',
  },
  {
    path: 'intake.webhook.allowPrivate',
    env: 'INTAKE_WEBHOOK_ALLOW_PRIVATE',
    kind: 'flag',
    default: false,
    description: 'The mailer may be plain http or on a private network.',
  },
] as const satisfies readonly Setting[];
