import type { Clock } from '../../clock/clock.ts';
import type { Json, JsonObject } from '../../fhir/lossless.ts';
import type { Agents } from '../../net/agents.ts';
import { callerFor } from '../../net/call.ts';
import { PartnerFailure } from '../../net/failure.ts';
import { originsOf } from '../../net/peer.ts';
import type { Log } from '../../telemetry/log.ts';
import type { MemberQuery } from '../query.ts';
import { openBreaker } from './breaker.ts';
import { adapterLimits } from './limits.ts';
import type { EvidenceSource, KnownPerson, SourceState } from './source.ts';

export interface LookupDeps {
  clock: Clock;
  agents: Agents;
  log: Log;
}

/** Where a service is and how it is reached. */
export interface Service {
  url: string;
  /** Bearer token, asked for each question: it may change while we run. */
  token?: () => Promise<string | undefined>;
  /** It may be at a private address, and may be plain http. */
  allowPrivate?: boolean;
  answer_ms?: number;
}

/** What is said on the wire. */
export interface Wire {
  name: string;
  mediaType: string;
  request(query: MemberQuery): JsonObject;
  /** @throws PartnerFailure for what is no answer to the question. */
  read(body: Json | undefined): KnownPerson[];
}

const notFound = 404;

/**
 * Asks a service over HTTP: one POST, no retry, no redirect, within the limits, and not at all while it keeps failing. What is asked and
 * answered is never logged.
 */
export function openLookup(deps: LookupDeps, service: Service, wire: Wire): EvidenceSource {
  const { name } = wire;
  const tally = { answered: 0, failed: 0, skipped: 0 };
  let lastFailure: string | undefined;
  let underway = 0;
  const breaker = openBreaker({
    clock: deps.clock,
    failuresInRow_max: adapterLimits.failuresInRow_max,
    open_seconds: adapterLimits.open_seconds,
    changed: (state) =>
      state === 'open'
        ? deps.log.warn(
            { source: name, reason: lastFailure, seconds: adapterLimits.open_seconds },
            'left alone',
          )
        : deps.log.info({ source: name }, 'asked again'),
  });
  const post = poster(deps, service, wire);

  const ask: EvidenceSource['ask'] = async (query) => {
    const report = underway < adapterLimits.calls_max ? breaker.admit() : undefined;
    if (!report) {
      tally.skipped++;
      return { failed: 'left-alone' };
    }
    underway++;
    try {
      const known = await post(query);
      tally.answered++;
      report(true);
      return { known };
    } catch (error) {
      tally.failed++;
      lastFailure = error instanceof PartnerFailure ? error.reason : 'fault';
      report(false);
      return { failed: lastFailure };
    } finally {
      underway--;
    }
  };
  const state = (): SourceState => {
    const { state: breakerState, ...rest } = breaker.state();
    return { name, breaker: breakerState, ...rest, ...tally, ...(lastFailure && { lastFailure }) };
  };
  return { name, ask, state };
}

function poster(
  deps: LookupDeps,
  service: Service,
  wire: Wire,
): (query: MemberQuery) => Promise<KnownPerson[]> {
  const answer_ms = service.answer_ms ?? adapterLimits.answer_ms;
  const call = callerFor(deps, {
    name: wire.name,
    origins: originsOf(service.url),
    allowPrivate: service.allowPrivate ?? false,
    limits: {
      connect_ms: answer_ms,
      answer_ms,
      idle_ms: answer_ms,
      call_ms: answer_ms,
      jsonBytes_max: adapterLimits.answerBytes_max,
      jsonDepth_max: adapterLimits.answerDepth_max,
      redirects_max: 0,
    },
  });
  return async (query) => {
    const answer = await call({
      url: service.url,
      method: 'POST',
      headers: { accept: wire.mediaType, 'content-type': wire.mediaType },
      token: await service.token?.(),
      body: wire.request(query),
      expect: [notFound],
    });
    if (answer.status === notFound) return [];
    const known = wire.read(answer.body as Json | undefined);
    if (known.length > adapterLimits.persons_max) throw new PartnerFailure('wait', 'too-many-persons');
    return known;
  };
}
