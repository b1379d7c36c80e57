// Sending something that must count once: one at a time, and the same key for the same thing until it was answered.
import { useRef, useState } from 'react';
import { type ApiProblem, asProblem, isPassing } from '../api/errors.ts';

export interface Submit<B> {
  submit: (body: B) => void;
  busy: boolean;
  problem: ApiProblem | undefined;
}

export function useSubmit<B, T>(
  work: (body: B, key: string) => Promise<T>,
  done: (result: T) => void,
): Submit<B> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const running = useRef(false);
  const last = useRef<{ body: string; key: string }>(undefined);

  const submit = (body: B): void => {
    if (running.current) return;
    running.current = true;
    const text = JSON.stringify(body ?? null);
    if (last.current?.body !== text) last.current = { body: text, key: crypto.randomUUID() };
    setBusy(true);
    work(body, last.current.key)
      .then(
        (result) => {
          last.current = undefined;
          setProblem(undefined);
          done(result);
        },
        (error: unknown) => {
          const found = asProblem(error);
          // After a refusal the next attempt is a new one. Without an answer it may have counted: the key stays.
          if (!isPassing(found)) last.current = undefined;
          setProblem(found);
        },
      )
      .finally(() => {
        running.current = false;
        setBusy(false);
      });
  };
  return { submit, busy, problem };
}
