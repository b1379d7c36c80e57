// What stands around every page: skip link, who you are, where you can go, help in the same place, and the session's watch.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Navigate, Outlet, useMatches } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { send } from '../api/call.ts';
import { asProblem } from '../api/errors.ts';
import { me as meQuery } from '../api/queries.ts';
import type { Me } from '../api/wire.ts';
import { type Locale, locales } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Waiting } from '../ui/waiting.tsx';
import { MeContext } from './me.ts';
import { learnPath, telephone } from './paths.ts';
import { RouteAnnouncer } from './route-announcer.tsx';
import { SessionWatch, useCovered } from './session-watch.tsx';
import { Trouble } from './trouble.tsx';

export function Frame() {
  const t = useWords();
  const open = useMatches().some((match) => match.staticData.page?.open);
  const { data: me, error, refetch } = useQuery({ ...meQuery, enabled: !open });
  const covered = useCovered(me, asProblem(error).status === 401);
  useMemberLanguage(me);

  const shown = () => {
    if (open || me) return <Outlet />;
    if (!error) return <Waiting words={t('waiting')} />;
    if (asProblem(error).status === 401) return <ToSignIn />;
    return <Trouble error={error} retry={() => void refetch()} />;
  };
  return (
    <MeContext value={open ? undefined : me}>
      <a className="usa-skipnav" href="#main">
        {t('frame.skip')}
      </a>
      <RouteAnnouncer />
      <Top me={open ? undefined : me} />
      <main id="main" tabIndex={-1} data-covered={covered ? '' : undefined}>
        <div className="wrap">{shown()}</div>
      </main>
      <Help me={me} />
      {!open && me && <SessionWatch me={me} ended={covered} />}
    </MeContext>
  );
}

const ToSignIn = () => (
  <Navigate to="/sign-in" search={{ return: location.pathname + location.search }} replace />
);

/** The language that the member keeps with us wins over the browser's, once. */
function useMemberLanguage(me: Me | undefined): void {
  const { locale, choose } = useLanguage();
  const taken = useRef(false);
  useEffect(() => {
    if (!me || taken.current) return;
    taken.current = true;
    if (me.locale !== locale) choose(me.locale);
  }, [me, locale, choose]);
}

function Top({ me }: { me: Me | undefined }) {
  const t = useWords();
  return (
    <header>
      {me?.banner === 'development' && (
        <div className="banner">
          <div className="wrap">{t('frame.development')}</div>
        </div>
      )}
      {me?.representing && (
        <div className="banner">
          <div className="wrap">{t('frame.acting-for', { name: me.representing.displayName })}</div>
        </div>
      )}
      <div className="top">
        <div className="wrap top__row">
          <Link to="/" className="brand">
            <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
              <rect width="32" height="32" rx="8" fill="#07648d" />
              <path
                d="M7 16h6l3-7 4 14 2-7h3"
                fill="none"
                stroke="#fff"
                strokeWidth="2.5"
                strokeLinecap="round"
                strokeLinejoin="round"
              />
            </svg>
            <span>
              {me?.payer.name ?? t('frame.site')}
              {me && <small>{t('frame.site')}</small>}
            </span>
          </Link>
          <div className="top__tools">
            <LanguageSwitch signedIn={me !== undefined} />
            {me && <SignOut />}
          </div>
        </div>
      </div>
      {me && <Places />}
    </header>
  );
}

const names: Record<Locale, string> = { en: 'English', es: 'Español' };

function LanguageSwitch({ signedIn }: { signedIn: boolean }) {
  const { locale, choose } = useLanguage();
  const queryClient = useQueryClient();
  const other = locales.find((candidate) => candidate !== locale)!;
  const switchTo = () => {
    choose(other);
    if (!signedIn) return;
    queryClient.setQueryData(meQuery.queryKey, (me) => me && { ...me, locale: other });
    // The page has switched already; a language that could not be kept is asked for again at the next sign-in.
    send('patch', '/portal/api/me/preferences', { body: { locale: other } }).catch(() => {});
  };
  return (
    <button type="button" className="plain-button" lang={other} onClick={switchTo}>
      {names[other]}
    </button>
  );
}

function SignOut() {
  const t = useWords();
  const leave = () =>
    send('post', '/portal/api/logout', {})
      .then(({ location: next }) => location.assign(next))
      .catch(() => location.assign('/portal/sign-in?problem=signed-out'));
  return (
    <button type="button" className="plain-button" onClick={() => void leave()}>
      {t('frame.sign-out')}
    </button>
  );
}

function Places() {
  const t = useWords();
  const current = {
    activeProps: { 'aria-current': 'page' },
    activeOptions: { exact: true, includeSearch: false },
  } as const;
  return (
    <nav className="places" aria-label={t('frame.places')}>
      <div className="wrap">
        <ul>
          <li>
            <Link to="/" {...current}>
              {t('home.title')}
            </Link>
          </li>
          <li>
            <Link to="/records" {...current}>
              {t('records.title')}
            </Link>
          </li>
          <li>
            <Link to="/asked" {...current}>
              {t('asked.title')}
            </Link>
          </li>
          <li>
            <Link to="/history" {...current}>
              {t('history.title')}
            </Link>
          </li>
          <li>
            <Link to="/settings" {...current}>
              {t('settings.title')}
            </Link>
          </li>
        </ul>
      </div>
    </nav>
  );
}

function Help({ me }: { me: Me | undefined }) {
  const t = useWords();
  const { locale } = useLanguage();
  return (
    <footer className="help">
      <div className="wrap">
        <h2>{t('help.heading')}</h2>
        <p>
          {me ? (
            <>
              {t('help.call')} <a href={telephone(me.payer.phone)}>{me.payer.phone}</a>
            </>
          ) : (
            t('help.call-card')
          )}
        </p>
        <p>{t('help.languages')}</p>
        <p>
          <a href={learnPath(locale)}>{t('help.learn')}</a>
        </p>
      </div>
    </footer>
  );
}
