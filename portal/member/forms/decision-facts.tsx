// From whom, to whom, what, until when, how to stop, who signs: each with a way to change it.
import { Link } from '@tanstack/react-router';
import type { ConsentText, Draft } from '../../api/wire.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Facts } from '../../ui/facts.tsx';
import { useMe } from '../me.ts';
import { kindKey } from '../record-words.ts';

export function DecisionFacts({ draft, text }: { draft: Draft; text: ConsentText }) {
  const t = useWords();
  const me = useMe();
  const scopeKey = draft.kinds?.length
    ? 'scope.kinds'
    : draft.scope === 'regular'
      ? 'scope.regular'
      : 'scope.all';
  const sentence = text.keySentences[draft.kinds?.length ? 'kinds' : (draft.scope ?? 'all')];
  const ends = draft.plans.map(
    (plan) => `${plan.name}: ${t.date(draft.endsOn[plan.kind === 'concurrent' ? 'concurrent' : 'prior'])}`,
  );
  return (
    <Facts
      facts={[
        {
          term: t('review.from'),
          value: draft.plans.length === 0 ? t('review.no-plan') : <PlanList draft={draft} />,
          action: (
            <Link to="/decide/plans" aria-label={t('review.change-plans')}>
              {t('form.change')}
            </Link>
          ),
        },
        { term: t('review.to'), value: me.payer.name },
        { term: t('review.what'), value: text.keySentences.what },
        {
          term: t('review.scope'),
          value: draft.scope ? (
            <>
              <p>
                <strong>{t(scopeKey)}</strong>
                {draft.kinds?.length ? `: ${t.list(draft.kinds.map((kind) => t(kindKey(kind))))}` : ''}
              </p>
              <p>{sentence}</p>
            </>
          ) : (
            t('review.no-scope')
          ),
          action: (
            <Link to="/decide/scope" aria-label={t('review.change-scope')}>
              {t('form.change')}
            </Link>
          ),
        },
        {
          term: t('review.until'),
          value: (
            <ul>
              {ends.map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          ),
        },
        { term: t('review.stop'), value: t('review.stop.words', { phone: me.payer.phone }) },
        {
          term: t('review.who'),
          value:
            draft.signer === 'self'
              ? t('review.who.self', { name: me.member.displayName })
              : t('review.who.other', { name: me.representing?.displayName ?? me.member.displayName }),
          action: (
            <Link to="/decide" aria-label={t('review.change-who')}>
              {t('form.change')}
            </Link>
          ),
        },
      ]}
    />
  );
}

function PlanList({ draft }: { draft: Draft }) {
  const t = useWords();
  return (
    <ul>
      {draft.plans.map((plan) => (
        <li key={plan.id}>
          <strong>{plan.name}</strong> <span className="quiet">{t(`plan-kind.${plan.kind ?? 'prior'}`)}</span>
        </li>
      ))}
    </ul>
  );
}

/** The whole text, one key away. */
export function FullText({ text }: { text: ConsentText }) {
  const t = useWords();
  return (
    <details className="fold">
      <summary>{t('review.full-text')}</summary>
      <h2>{text.title}</h2>
      {text.blocks.map((block) => (
        <section key={block.heading ?? block.paragraphs[0]}>
          {block.heading && <h3>{block.heading}</h3>}
          {block.paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </section>
      ))}
      <p className="quiet">{t('review.version', { version: text.version })}</p>
    </details>
  );
}
