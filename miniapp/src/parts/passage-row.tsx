import { duration, toMs, useSettings } from '@liren/client'
import { type OwnPassage, passageDirections, passageMethods, passageResults } from '@liren/contract/capabilities/passage'
import { passageWords as words } from '@/words/hint'
import { useSay } from '@/words/kit'
import { CellCard } from './cell'
import { Tag } from './status-tag'
import { TimeText } from './time-text'

/** Who passed where and when, and whether they were let through. */
export function PassageRow({ passage }: { passage: OwnPassage }) {
  const say = useSay()
  const { language } = useSettings()
  const ms = (passage.stayMinutes ?? 0) * 60_000
  const stay = passage.stayMinutes === null ? '' : ` · ${say(words.stayed(duration(ms, 'zh'), duration(ms, 'en')))}`
  return (
    <CellCard
      id={`passage-${passage.id}`}
      icon={passage.kind === 'vehicle' ? 'key' : 'person'}
      title={passage.who}
      hint={
        <>
          {`${passage.gate} · ${passageMethods[passage.method][language]}${stay} · `}
          <TimeText at={toMs(passage.at)} clock />
        </>
      }
      extra={
        <Tag
          tone={passage.result === 'admitted' ? 'success' : 'danger'}
          icon={passage.result === 'admitted' ? 'check' : 'alert'}
          words={passage.result === 'admitted' ? passageDirections[passage.direction][language] : passageResults[passage.result][language]}
        />
      }
    />
  )
}
