// Buttons. One kind for deciding: a yes never looks bigger or brighter than a no.
import type { ReactNode } from 'react';

export function Button({
  children,
  onClick,
  submit,
  outline,
  busy,
}: {
  children: ReactNode;
  onClick?: () => void;
  submit?: boolean;
  outline?: boolean;
  /** Its work is under way: it stays where it is, keeps the focus, and does nothing. */
  busy?: boolean;
}) {
  return (
    <button
      type={submit ? 'submit' : 'button'}
      className={`usa-button${outline ? ' usa-button--outline' : ''}`}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.();
      }}
    >
      {children}
    </button>
  );
}
