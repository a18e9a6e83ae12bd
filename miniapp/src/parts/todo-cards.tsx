import { useCall, useSettings } from '@liren/client'
import type { End } from '@liren/contract'
import { home as contract, type HomeCard } from '@liren/contract/capabilities/home'
import type { ReactNode } from 'react'
import type { IconName } from '@/look/icons'
import { Box, Tap } from '@/platform/elements'
import { go } from '@/platform/nav'
import { homeWords as words } from '@/words/home'
import { useSay } from '@/words/kit'
import { Icon } from './icon'
import { Tag, type Tone } from './status-tag'
import { pageOfCard } from './subject'
import { SlaClock } from './time-text'
import './todo-cards.css'

const signs: Record<HomeCard['kind'], IconName> = {
  confirm: 'check-circle',
  progress: 'half',
  returned: 'return',
  invited: 'people',
  claim: 'key',
  order: 'wrench',
  pool: 'hand',
  dispatch: 'arrow',
  overdue: 'hourglass',
  review: 'shield',
  password: 'lock',
}
const tones: Record<HomeCard['urgency'], Tone> = { now: 'danger', today: 'warning', later: 'neutral' }
const tagSigns: Record<HomeCard['urgency'], IconName> = { now: 'alert', today: 'clock', later: 'circle' }

/** What waits for this person. */
export const useTodo = (wanted: boolean) =>
  useCall(contract.endpoints.read, wanted ? {} : null, { keep: true, on: ['repair.', 'household.', 'message.'] })

/** Cards by urgency, calm when there is little. */
export function TodoCards({ cards, end, none }: { cards: readonly HomeCard[]; end: End; none: ReactNode }) {
  const say = useSay()
  const { language } = useSettings()
  if (cards.length === 0) return <>{none}</>
  return (
    <Box role="list">
      {cards.map((card, index) => {
        const page = pageOfCard(card, end)
        const inside = (
          <>
            <Icon name={signs[card.kind]} className="todo-sign" />
            <Box className="grow">
              <Box className="row gap-8 wrap">
                {card.urgency === 'later' ? null : (
                  <Tag tone={tones[card.urgency]} icon={tagSigns[card.urgency]} words={say(words.urgencies[card.urgency])} />
                )}
                <SlaClock dueAt={card.dueAt} />
              </Box>
              <Box className="heading two-lines">{card.title[language]}</Box>
              <Box className="secondary">{card.body[language]}</Box>
            </Box>
            {page ? <Icon name="forward" className="todo-on" /> : null}
          </>
        )
        const key = `${card.kind}-${card.subjectId ?? index}`
        return page ? (
          <Tap key={key} id={`todo-${index}`} className={`card todo todo-${card.urgency}`} onTap={() => go(page)}>
            {inside}
          </Tap>
        ) : (
          <Box key={key} className={`card todo todo-${card.urgency}`}>
            {inside}
          </Box>
        )
      })}
    </Box>
  )
}
