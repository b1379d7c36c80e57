import type { RawCall } from '../net/call.ts';
import type { Log } from '../telemetry/log.ts';
import type { BatchDeps } from './batch.ts';

/** Where webhooks go: the plan's mailer. */
export interface WebhookReceiver {
  url: string;
  secret: string;
  call: RawCall;
}

export interface IntakeDeps extends BatchDeps {
  log: Log;
  /** Absent: nothing goes out, and nothing waits for it. */
  webhook?: WebhookReceiver | undefined;
  captureOwner: 'plan' | 'state';
}
