// WCAG 2.2.1: two minutes before the session ends the member is asked, and one key keeps it. When it has ended the page is covered,
// not thrown away: what was typed is there again after signing in.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { send } from '../api/call.ts';
import { me as meQuery } from '../api/queries.ts';
import { serverNow } from '../api/server-time.ts';
import type { Me } from '../api/wire.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { loginPath } from './paths.ts';

const warning_ms = 120_000;

const endOf = (me: Me): number => Math.min(Date.parse(me.idleEndsAt), Date.parse(me.absoluteEndsAt));

/** Becomes true at an instant. */
function usePassed(at: number): boolean {
  const [passed, setPassed] = useState(() => serverNow() >= at);
  useEffect(() => {
    const left = at - serverNow();
    setPassed(left <= 0);
    if (left <= 0) return;
    const timer = setTimeout(() => setPassed(true), left);
    return () => clearTimeout(timer);
  }, [at]);
  return passed;
}

/** Whether a page that was open has lost its session. */
export function useCovered(me: Me | undefined, refused: boolean): boolean {
  const passed = usePassed(me ? endOf(me) : Number.POSITIVE_INFINITY);
  return me !== undefined && (passed || refused);
}

export function SessionWatch({ me, ended }: { me: Me; ended: boolean }) {
  const near = usePassed(endOf(me) - warning_ms);
  useSameMember(me);
  if (ended) return <Ended />;
  return near ? <Near me={me} /> : null;
}

/** Somebody else signed in meanwhile, in another tab: nothing of the first member may stay on the page. */
function useSameMember(me: Me): void {
  const [first] = useState(me.member.memberCard + me.member.displayName);
  const now = me.member.memberCard + me.member.displayName;
  useEffect(() => {
    if (now !== first) location.assign('/portal/');
  }, [now, first]);
}

function Near({ me }: { me: Me }) {
  const t = useWords();
  const queryClient = useQueryClient();
  const [failed, setFailed] = useState(false);
  const canStay = Date.parse(me.absoluteEndsAt) > Date.parse(me.idleEndsAt);
  const stay = () =>
    send('post', '/portal/api/session/extend', {}).then(
      () => queryClient.refetchQueries({ queryKey: meQuery.queryKey }),
      () => setFailed(true),
    );
  return (
    <Dialog
      heading={t('session.near.heading')}
      words={failed ? t('session.near.failed') : t(canStay ? 'session.near.words' : 'session.near.last')}
      onEscape={() => void stay()}
    >
      <Button onClick={() => void stay()}>{t('session.near.stay')}</Button>
    </Dialog>
  );
}

function Ended() {
  const t = useWords();
  const { locale } = useLanguage();
  const queryClient = useQueryClient();
  const look = () => void queryClient.refetchQueries({ queryKey: meQuery.queryKey });
  useEffect(() => {
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  });
  return (
    <Dialog heading={t('session.ended.heading')} words={t('session.ended.words')} onEscape={look}>
      <a className="usa-button" href={loginPath('/portal/signed-in', locale)} target="_blank" rel="noopener">
        {t('session.ended.again')}
      </a>
      <Button outline onClick={look}>
        {t('session.ended.go-on')}
      </Button>
    </Dialog>
  );
}
