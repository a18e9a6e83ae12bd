import { type HomeCard, home } from '@liren/contract/capabilities/home'
import { Link } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { cardIcon, cardPath } from '../../app/nav/cards.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { Card } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { SlaClock } from '../../parts/tag/sla-clock.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './home.module.css'
import { words } from './words.ts'

const looks = {
  now: { tone: 'danger', icon: 'bolt' },
  today: { tone: 'warning', icon: 'hourglass' },
  later: { tone: 'neutral', icon: 'clock' },
} as const

/** What waits for this person, in the order in which it presses. */
export function Todos() {
  const t = useWords(words)
  const asked = useQuery(home.endpoints.read)
  return (
    <Card
      title={t('todo')}
      extra={
        asked.data && (
          <small className={style.calm}>
            {t('asOf')} <TimeText at={asked.data.asOf} />
          </small>
        )
      }
    >
      <Shown
        asked={asked}
        empty={{
          when: (data) => data.cards.length === 0,
          show: <EmptyState scene="rest" title={t('todoEmpty')} text={t('todoEmptyText')} />,
        }}
      >
        {(data) => (
          <ul className={style.todos}>
            {data.cards.map((card) => (
              <li key={card.kind + (card.subjectId ?? '')}>
                <Todo card={card} />
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Card>
  )
}

function Todo({ card }: { card: HomeCard }) {
  const t = useWords(words)
  const say = useText()
  return (
    <Link to={cardPath(card)} className={style.todo} data-urgency={card.urgency}>
      <span className={style.todoIcon}>
        <Icon name={cardIcon(card)} size={20} />
      </span>
      <span className={style.todoWords}>
        <strong>{say(card.title)}</strong>
        <span>{say(card.body)}</span>
      </span>
      {card.dueAt !== null && <SlaClock dueAt={card.dueAt} soon={card.urgency === 'now'} />}
      <StatusTag {...looks[card.urgency]}>{t(card.urgency)}</StatusTag>
      <span className={style.todoCount}>{card.count}</span>
    </Link>
  )
}
