// Terms and what holds for each, with a way to change it.
import type { ReactNode } from 'react';

export interface Fact {
  term: string;
  value: ReactNode;
  action?: ReactNode;
}

export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className="facts">
    {facts.map(({ term, value, action }) => (
      <div key={term} className={action ? 'facts__row--action' : undefined}>
        <dt>{term}</dt>
        <dd>{value}</dd>
        {action && <dd>{action}</dd>}
      </div>
    ))}
  </dl>
);
