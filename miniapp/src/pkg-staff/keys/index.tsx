import { clockTime, exactTime, useCall, useClient, useOutbox, usePage } from '@liren/client'
import { hazardEndpoints, type KeyPlace, keyKinds } from '@liren/contract/capabilities/hazard'
import { useState } from 'react'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Segmented } from '@/parts/segmented'
import { Tag } from '@/parts/status-tag'
import { TimeText } from '@/parts/time-text'
import { Box, Tap } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useDidShow, usePull } from '@/platform/shown'
import { keyWords as words } from '@/words/key'
import { useSay } from '@/words/kit'
import { KeyTags } from '../parts/key-tags'
import { recordOf } from '../parts/key-value'
import { useKeyPack, viewQuery } from '../parts/use-keys'

type View = keyof typeof words.views
const views = Object.keys(words.views) as View[]

/** The round of the day: what is due, what is late and what is to be looked at again. */
export default function KeysPage() {
  const say = useSay()
  return (
    <Page page="pkg-staff/keys" title={words.title}>
      <PermissionGate end="staff" permission="hazard.inspect" preview={say(words.preview)}>
        <Keys />
      </PermissionGate>
    </Page>
  )
}

function Keys() {
  const say = useSay()
  const pack = useKeyPack()
  const [view, setView] = useState<View>('today')
  const summary = useCall(hazardEndpoints.keySummary, {}, { keep: true, on: ['hazard.'] })
  const list = usePage(hazardEndpoints.keyPlaces, { query: viewQuery(view) }, { keep: true, on: ['hazard.'] })
  const reload = async () => {
    await Promise.all([list.reload(), summary.reload()])
  }
  useDidShow(() => void reload())
  usePull(reload)
  const counts = summary.data
  const countOf = (value: View): number => (counts === undefined || value === 'all' ? 0 : counts[value])
  return (
    <>
      <Box className="card">
        {counts ? (
          <Box className="heading" id="keys-summary">
            {say(words.summary(counts.today, counts.overdue, counts.findings))}
          </Box>
        ) : null}
        <Box className="small" id="keys-pack" role="status">
          {say(
            pack.state === 'kept'
              ? words.packed(pack.count, clockTime(pack.at))
              : pack.state === 'fetching'
                ? words.packing
                : words.notPacked,
          )}
        </Box>
      </Box>
      <Segmented
        label={say(words.title)}
        value={view}
        onChange={setView}
        options={views.map((value) => ({ value, words: say(words.views[value]), count: countOf(value) }))}
      />
      <CursorList
        of={list}
        shape="cards"
        keyOf={({ id }) => id}
        empty={<EmptyState scene="calm" title={say(words.none[view])} body={say(words.noneBody)} />}
      >
        {(place) => <Row place={place} />}
      </CursorList>
    </>
  )
}

function Row({ place }: { place: KeyPlace }) {
  const say = useSay()
  const { platform } = useClient()
  const { waiting, stopped } = useOutbox(recordOf(place.id))
  const isOverdue = place.nextOn < exactTime(platform.clock.now()).slice(0, 10)
  return (
    <Tap className="card case-card stack gap-8" id={`key-${place.id}`} onTap={() => go('/pkg-staff/key', { id: place.id })}>
      <Box className="row between gap-8">
        <Box className="heading grow">{place.name}</Box>
        {stopped > 0 ? (
          <Tag tone="danger" icon="alert" words={say(words.stopped)} />
        ) : waiting > 0 ? (
          <Tag tone="info" icon="clock" words={say(words.queued)} />
        ) : null}
      </Box>
      <Box className="secondary two-lines">
        {[...new Set([place.name, say(keyKinds[place.kind]), place.place.label])].slice(1).join(' · ')}
      </Box>
      <KeyTags place={place} />
      <Box className="row between gap-8 wrap">
        <Box className={`small ${isOverdue ? 'tone-danger' : ''}`}>
          {say(isOverdue ? words.overdue(place.nextOn) : words.next(place.nextOn))}
        </Box>
        <Box className="row gap-8 small">
          {say(place.last ? words.lastTime : words.never)}
          {place.last ? <TimeText at={place.last.at} /> : null}
        </Box>
      </Box>
    </Tap>
  )
}
