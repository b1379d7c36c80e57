// Where a thing stands, step by step. The state is in words; the mark beside it only repeats it.
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

export interface Step {
  key: string;
  state: 'done' | 'current' | 'todo' | 'problem';
  title: string;
  note?: ReactNode;
}

export const Steps = ({ steps }: { steps: readonly Step[] }) => (
  <ol className="steps">
    {steps.map((step) => (
      <li
        key={step.key}
        data-state={step.state}
        {...(step.state === 'current' ? { 'aria-current': 'step' } : {})}
      >
        <span className="steps__mark">
          <Icon name={step.state} />
        </span>
        <h3>{step.title}</h3>
        {step.note && <p>{step.note}</p>}
      </li>
    ))}
  </ol>
);

/** How far a member is in a question of several pages. */
export const Progress = ({ words, at, of }: { words: string; at: number; of: number }) => (
  <div className="progress">
    <p>{words}</p>
    <ol aria-hidden="true">
      {Array.from({ length: of }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps have no other name, and never move
        <li key={i} {...(i < at ? { 'data-reached': '' } : {})} />
      ))}
    </ol>
  </div>
);
