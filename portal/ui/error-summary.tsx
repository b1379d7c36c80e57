// All faults of a form at its head, each a link to its field. It takes the focus when a form was sent with faults.
import { useEffect, useRef } from 'react';

export interface Fault {
  field: string;
  words: string;
}

export function ErrorSummary({
  heading,
  faults,
  sent,
}: {
  heading: string;
  faults: readonly Fault[];
  sent: number;
}) {
  const box = useRef<HTMLDivElement>(null);
  const some = faults.length > 0;
  useEffect(() => {
    if (sent > 0 && some) box.current?.focus();
  }, [sent, some]);
  if (!some) return null;
  return (
    <div className="summary-of-errors" ref={box} tabIndex={-1} role="alert" aria-labelledby="faults">
      <h2 id="faults">{heading}</h2>
      <ul>
        {faults.map(({ field, words }) => (
          <li key={field}>
            <a
              href={`#${field}`}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(field)?.focus();
              }}
            >
              {words}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
