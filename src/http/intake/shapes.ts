/** What a call centre posts: the script's steps stand for themselves, so that none can be left out in silence. */
import { flag, instant, list, object, oneOfWords, type Schema, text } from '../portal/schema.ts';
import { words } from '../portal/shapes.ts';

export const captureShape: Schema = object({
  callId: text(80, { pattern: '^[A-Za-z0-9._:-]+$' }),
  agent: text(80, { pattern: '^[A-Za-z0-9._:@-]+$' }),
  memberId: text(64, { pattern: '^[A-Za-z0-9.-]+$' }),
  locale: oneOfWords('en', 'es'),
  decidedAt: instant,
  script: object({
    callerIdentified: flag,
    interpreterOffered: flag,
    recordingSaid: flag,
    educationRead: flag,
    optionsRead: flag,
    readBack: object({ plans: flag, scope: flag, endDate: flag, howToStop: flag }),
  }),
  answer: oneOfWords('yes', 'no'),
  kind: oneOfWords('opt-in', 'decline', 'withdraw'),
  'scope?': oneOfWords('all', 'regular'),
  'plans?': list(
    object({
      name: words(120),
      'payerId?': text(10, { pattern: '^\\d{10}$' }),
      relationship: oneOfWords('self', 'spouse', 'child', 'other'),
      'memberIdThere?': words(40),
      'kind?': oneOfWords('prior', 'concurrent'),
    }),
    20,
  ),
});

export const copyShape: Schema = object({ how: oneOfWords('mail', 'portal', 'email') });
