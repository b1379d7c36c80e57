// A framed word to the member. It is spoken only where `live` says so: USWDS's alert is no live region by itself.
import type { ReactNode } from 'react';

export interface NoticeProps {
  kind: 'info' | 'success' | 'warning' | 'error';
  heading?: string;
  children: ReactNode;
  live?: boolean;
}

export function Notice({ kind, heading, children, live }: NoticeProps) {
  return (
    <div
      className={`usa-alert usa-alert--${kind}`}
      {...(live ? { role: kind === 'error' ? 'alert' : 'status' } : {})}
    >
      <div className="usa-alert__body">
        {heading && <h2 className="usa-alert__heading">{heading}</h2>}
        <div className="usa-alert__text">{children}</div>
      </div>
    </div>
  );
}
