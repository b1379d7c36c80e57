import { foundations, type StrategyName, type StrategyPolicy } from '../member-match/strategies/names.ts';
import { OperatorProblem } from './operator-problem.ts';

/** A service outside that knows more about people. */
export interface ServiceConfig {
  url: string;
  token?: string;
  /** Absolute. */
  tokenFile?: string;
  answer_ms: number;
  /** It may be at a private address. */
  private: boolean;
}

/** How this deployment decides who is meant, and whom it asks. */
export interface StrategyConfig extends StrategyPolicy {
  referential?: ServiceConfig;
  network?: ServiceConfig;
}

type Values = ReadonlyMap<string, string | number | boolean>;

/** What contradicts itself is an error: a deployment must not match otherwise than it says. */
export function strategyConfig(values: Values, absolute: (path: string) => string): StrategyConfig {
  const strategies = String(values.get('match.strategies')).split(',') as StrategyName[];
  const auto = values.get('match.answerFrom') as number | undefined;
  const review = values.get('match.reviewFrom') as number | undefined;
  const referential = serviceOf('referential', values, absolute);
  const network = serviceOf('network', values, absolute);
  if (!strategies.some((name) => foundations.includes(name)))
    throw wrong('match.strategies names nothing that decides.', `Add one of ${foundations.join(', ')}.`);
  if (auto !== undefined && review !== undefined && review > auto)
    throw wrong(
      'match.reviewFrom is above match.answerFrom.',
      'What is certain enough to answer needs no review.',
    );
  if (strategies.includes('referential') && !referential)
    throw wrong(
      'match.strategies has "referential", but there is nobody to ask.',
      'Set match.referential.url.',
    );
  if (referential && !strategies.includes('referential'))
    throw wrong('match.referential.url is set, but never asked.', 'Add "referential" to match.strategies.');
  if (network && !strategies.includes('network-mediated'))
    throw wrong('match.network.url is set, but never asked.', 'Add "network-mediated" to match.strategies.');
  return {
    strategies,
    profile: values.get('match.rules') as StrategyPolicy['profile'],
    ...(auto !== undefined && { auto }),
    ...(review !== undefined && { review }),
    askUnmatched: values.get('match.evidenceFor') === 'unmatched',
    ...(referential && { referential }),
    ...(network && { network }),
  };
}

function serviceOf(
  name: 'referential' | 'network',
  values: Values,
  absolute: (path: string) => string,
): ServiceConfig | undefined {
  const of = <T>(key: string): T | undefined => values.get(`match.${name}.${key}`) as T | undefined;
  const url = of<string>('url');
  const [token, tokenFile] = [of<string>('token'), of<string>('tokenFile')];
  if (url === undefined) {
    if (token !== undefined || tokenFile !== undefined)
      throw wrong(`match.${name} has a token, but no url.`, `Set match.${name}.url.`);
    return undefined;
  }
  if (token !== undefined && tokenFile !== undefined)
    throw wrong(`match.${name} has both a token and a tokenFile.`, 'Keep one of them.');
  return {
    url,
    ...(token !== undefined && { token }),
    ...(tokenFile !== undefined && { tokenFile: absolute(tokenFile) }),
    answer_ms: of<number>('timeout')!,
    private: of<boolean>('private')!,
  };
}

const wrong = (text: string, hint: string): OperatorProblem => new OperatorProblem(text, hint);
