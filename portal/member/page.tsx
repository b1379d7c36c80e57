// A page: where it is, its heading that takes the focus, its content.
import { Link, useMatches } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/use-words.ts';

export function Page({
  heading,
  lead,
  before,
  wide,
  children,
}: {
  /** Where it says more than the route's title. */
  heading?: string;
  lead?: string | undefined;
  /** What stands above the heading. */
  before?: ReactNode;
  wide?: boolean;
  children?: ReactNode;
}) {
  const t = useWords();
  const facts = useMatches().at(-1)?.staticData.page;
  return (
    <>
      {facts && facts.above.length > 0 && (
        <nav className="usa-breadcrumb" aria-label={t('frame.crumbs')}>
          <ol className="usa-breadcrumb__list">
            {facts.above.map(({ to, title }) => (
              <li key={to} className="usa-breadcrumb__list-item">
                <Link to={to} className="usa-breadcrumb__link">
                  <span>{t(title)}</span>
                </Link>
              </li>
            ))}
            <li className="usa-breadcrumb__list-item usa-current" aria-current="page">
              <span>{t(facts.title)}</span>
            </li>
          </ol>
        </nav>
      )}
      <div className={wide ? undefined : 'column'}>
        {before}
        <h1 tabIndex={-1}>{heading ?? (facts ? t(facts.title) : '')}</h1>
        {lead && <p className="lead">{lead}</p>}
        {children}
      </div>
    </>
  );
}
