import { home } from '@liren/contract/capabilities/home'
import { Popover } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { Icon } from '../../parts/icon/icon.tsx'
import { useQuery } from '../api/use.ts'
import { useText, useWords } from '../language/use.ts'
import { cardIcon, cardPath } from '../nav/cards.ts'
import own from './bell.module.css'
import { IconButton } from './icon-button.tsx'
import { words } from './words.ts'

/** What waits for this person, the most urgent first. */
export function Bell() {
  const t = useWords(words)
  const say = useText()
  const [open, setOpen] = useState(false)
  const asked = useQuery(home.endpoints.read)
  const cards = asked.data?.cards ?? []
  const count = cards.reduce((sum, card) => sum + card.count, 0)
  const close = () => setOpen(false)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      arrow={false}
      title={t('todo')}
      content={
        <div className={own.panel}>
          {cards.length === 0 && <p className={own.none}>{t(asked.error === undefined ? 'todoEmpty' : 'todoUnknown')}</p>}
          <ul>
            {cards.map((card) => (
              <li key={card.kind + (card.subjectId ?? '')}>
                <Link to={cardPath(card)} onClick={close} className={own.row}>
                  <Icon name={cardIcon(card)} />
                  <span>{say(card.title)}</span>
                  <strong>{card.count}</strong>
                </Link>
              </li>
            ))}
          </ul>
          <Link to="/home" onClick={close} className={own.all}>
            {t('todoAll')}
          </Link>
        </div>
      }
    >
      <IconButton icon="bell" label={count > 0 ? t('todoCount', { count }) : t('todo')} count={count} aria-expanded={open} />
    </Popover>
  )
}
