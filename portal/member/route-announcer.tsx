// A new page is announced: title, focus on its heading, and a polite word. The router does none of this by itself.
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { me as meQuery } from '../api/queries.ts';
import { useWords } from '../i18n/use-words.ts';
import { useMaybeMe } from './me.ts';

export function RouteAnnouncer() {
  const t = useWords();
  const router = useRouter();
  const queryClient = useQueryClient();
  const me = useMaybeMe();
  const key = useRouterState({
    select: ({ matches }) => matches.at(-1)?.staticData.page?.title ?? 'not-found.title',
  });
  const [moved, setMoved] = useState(0);
  const payer = me?.payer.name;
  const signedIn = me !== undefined;
  const title = t(key);

  useEffect(() => {
    document.title = `${title} | ${payer ?? t('frame.site')}`;
  }, [title, payer, t]);

  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (!fromLocation || !pathChanged) return;
        document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: false });
        setMoved((count) => count + 1);
        // A page later the session may be longer, over, or somebody else's.
        if (signedIn) void queryClient.prefetchQuery(meQuery);
      }),
    [router, queryClient, signedIn],
  );
  return (
    <p className="unseen" role="status">
      {moved > 0 ? title : ''}
    </p>
  );
}
