import { useQueryClient } from '@tanstack/react-query';
import { send } from '../../../api/call.ts';
import { me as meQuery } from '../../../api/queries.ts';
import { type Locale, locales } from '../../../i18n/catalogue.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { useWords } from '../../../i18n/use-words.ts';
import { Facts } from '../../../ui/facts.tsx';
import { AskForRepresentation } from '../../forms/ask-for-representation.tsx';
import { useMe } from '../../me.ts';
import { Page } from '../../page.tsx';
import { Trouble } from '../../trouble.tsx';
import { useSubmit } from '../../use-submit.ts';

const names: Record<Locale, string> = { en: 'English', es: 'Español' };

export function SettingsPage() {
  const t = useWords();
  const me = useMe();
  return (
    <Page>
      <section className="panel" aria-labelledby="language">
        <Language />
      </section>
      <section className="panel" aria-labelledby="you">
        <h2 id="you">{t('settings.you')}</h2>
        <Facts
          facts={[
            { term: t('settings.name'), value: <bdi>{me.member.displayName}</bdi> },
            { term: t('settings.card'), value: me.member.memberCard },
          ]}
        />
        <p>{t('settings.contact', { payer: me.payer.name, phone: me.payer.phone })}</p>
      </section>
      <section className="panel" aria-labelledby="representatives">
        <Representatives />
      </section>
    </Page>
  );
}

function Language() {
  const t = useWords();
  const { locale, choose } = useLanguage();
  const queryClient = useQueryClient();
  const { submit, problem } = useSubmit(
    (next: Locale) => send('patch', '/portal/api/me/preferences', { body: { locale: next } }),
    () => void queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
  );
  return (
    <fieldset className="usa-fieldset">
      <legend className="usa-legend">
        <h2 id="language">{t('settings.language')}</h2>
      </legend>
      <p>{t('settings.language.words')}</p>
      {locales.map((candidate) => (
        <div className="usa-radio choice" key={candidate}>
          <input
            className="usa-radio__input"
            type="radio"
            name="language"
            id={`language-${candidate}`}
            checked={locale === candidate}
            onChange={() => {
              choose(candidate);
              submit(candidate);
            }}
          />
          <label className="usa-radio__label" htmlFor={`language-${candidate}`} lang={candidate}>
            {names[candidate]}
          </label>
        </div>
      ))}
      {problem && <Trouble error={problem} />}
    </fieldset>
  );
}

function Representatives() {
  const t = useWords();
  const { representatives } = useMe();
  const queryClient = useQueryClient();
  const again = () => void queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
  const end = useSubmit(
    (id: string) => send('delete', '/portal/api/representatives/{id}', { path: { id } }),
    again,
  );
  return (
    <>
      <h2 id="representatives">{t('settings.representatives')}</h2>
      <p>
        {t(representatives.length === 0 ? 'settings.representatives.none' : 'settings.representatives.words')}
      </p>
      {representatives.length > 0 && (
        <ul className="named">
          {representatives.map((person) => (
            <li key={person.id}>
              <span>
                <strong>
                  <bdi>{person.name}</bdi>
                </strong>{' '}
                <span className="usa-tag">{t(`settings.state.${person.state}`)}</span>
                {person.endsOn && (
                  <>
                    <br />
                    <span className="quiet">{t('settings.until', { date: t.date(person.endsOn) })}</span>
                  </>
                )}
              </span>
              {person.state !== 'ended' && (
                <button type="button" className="plain-button" onClick={() => end.submit(person.id)}>
                  {t('settings.end', { name: person.name })}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {end.problem && <Trouble error={end.problem} />}
      <AskForRepresentation done={again} />
    </>
  );
}
