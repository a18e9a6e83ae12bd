import { toMs, usePage, useSettings } from '@liren/client'
import { type OwnPassage, passageDirections, passageEndpoints, passageMethods, passageResults } from '@liren/contract/capabilities/passage'
import { useState } from 'react'
import { CellCard } from '@/parts/cell'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Tag } from '@/parts/status-tag'
import { TimeText } from '@/parts/time-text'
import { ViewList } from '@/parts/view-list'
import { passageWords as words } from '@/words/hint'
import { useSay } from '@/words/kit'

type View = keyof typeof words.views

/** Who passed with my card: oneself, the children, the cars of the household. */
export default function PassagesPage() {
  const say = useSay()
  return (
    <Page page="pkg-house/passages" title={words.title}>
      <PermissionGate house permission="passage.own" preview={say(words.preview)}>
        <Passages />
      </PermissionGate>
    </Page>
  )
}

function Passages() {
  const [view, setView] = useState<View>('person')
  const list = usePage(passageEndpoints.own, { query: { kind: view, limit: 30 } })
  return (
    <ViewList
      label={words.title}
      views={words.views}
      view={view}
      onView={setView}
      list={list}
      none={words.none}
      noneBody={words.noneBody}
      note={words.privacy}
    >
      {(passage) => <Row passage={passage} />}
    </ViewList>
  )
}

function Row({ passage }: { passage: OwnPassage }) {
  const say = useSay()
  const { language } = useSettings()
  const stay = passage.stayMinutes === null ? '' : ` · ${say(words.minutes(passage.stayMinutes))}`
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
