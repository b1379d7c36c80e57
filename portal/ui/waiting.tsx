// While an answer is on its way. Words come after 300 ms: a quick answer does not flicker.
import { useEffect, useState } from 'react';

const quiet_ms = 300;

export function Waiting({ words }: { words: string }) {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), quiet_ms);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="waiting" role="status" aria-busy="true">
      {long && <span>{words}</span>}
    </div>
  );
}
