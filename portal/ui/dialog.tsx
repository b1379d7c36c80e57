// A question over the page: the browser's own dialog, which holds the focus and gives it back.
import { type ReactNode, useEffect, useRef } from 'react';

export function Dialog({
  heading,
  words,
  children,
  onEscape,
}: {
  heading: string;
  words: string;
  children: ReactNode;
  onEscape: () => void;
}) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={box}
      aria-labelledby="dialog-heading"
      aria-describedby="dialog-words"
      onCancel={(event) => {
        event.preventDefault();
        onEscape();
      }}
    >
      <h2 id="dialog-heading">{heading}</h2>
      <p id="dialog-words">{words}</p>
      <div className="actions">{children}</div>
    </dialog>
  );
}
