import { clockTime, useCall, useOutbox, usePage } from '@liren/client'
import { type VisitTask, visitEndpoints, visitOutcomeTexts } from '@liren/contract/capabilities/visit'
import { useState } from 'react'
import { Cell } from '@/parts/cell'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Segmented } from '@/parts/segmented'
import { Tag } from '@/parts/status-tag'
import { Box } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useDidShow, usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { visitWords as words } from '@/words/visit'
import { usePack } from '../parts/use-pack'

type View = 'due' | 'done'

/** The houses of the day in the order of the way; the whole of it is on the phone before the network goes. */
export default function VisitsPage() {
  const say = useSay()
  return (
    <Page page="pkg-grid/visits" title={words.title}>
      <PermissionGate end="grid" permission="visit.do" preview={say(words.preview)}>
        <Visits />
      </PermissionGate>
    </Page>
  )
}

function Visits() {
  const say = useSay()
  const pack = usePack()
  const [view, setView] = useState<View>('due')
  const summary = useCall(visitEndpoints.summary, {}, { keep: true, on: ['visit.'] })
  const list = usePage(visitEndpoints.day, { query: { state: view, limit: 50 } }, { keep: true, on: ['visit.'] })
  const reload = async () => {
    await Promise.all([list.reload(), summary.reload()])
  }
  useDidShow(() => void reload())
  usePull(reload)
  return (
    <>
      <Box className="card">
        {summary.data ? (
          <Box className="heading">{say(words.summary(summary.data.due, summary.data.overdue, summary.data.doneToday))}</Box>
        ) : null}
        <Box className="small" id="visit-pack" role="status">
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
        options={(['due', 'done'] as const).map((value) => ({ value, words: say(words.views[value]) }))}
      />
      <CursorList
        of={list}
        shape="cards"
        keyOf={({ id }) => id}
        empty={<EmptyState scene="calm" title={say(view === 'due' ? words.none : words.noneDone)} body={say(words.noneBody)} />}
      >
        {(task) => <Row task={task} />}
      </CursorList>
    </>
  )
}

function Row({ task }: { task: VisitTask }) {
  const say = useSay()
  const { entries } = useOutbox(`visit:${task.id}`)
  const isStopped = entries.some(({ state }) => state === 'stopped')
  const isQueued = entries.some(({ state }) => state === 'waiting')
  return (
    <Box className="card card-flush">
      <Cell
        id={`visit-${task.id}`}
        icon={task.subject === 'person' ? 'person' : 'home'}
        title={task.house}
        hint={`${task.estate} · ${say(words.dueOn(task.dueOn))}`}
        extra={
          isStopped ? (
            <Tag tone="danger" icon="alert" words={say(words.stopped)} />
          ) : isQueued ? (
            <Tag tone="info" icon="clock" words={say(words.queued)} />
          ) : task.outcome ? (
            <Tag tone="success" icon="check" words={say(visitOutcomeTexts[task.outcome])} />
          ) : task.isOverdue ? (
            <Tag tone="danger" icon="hourglass" words={say(words.overdue)} />
          ) : undefined
        }
        onTap={() => go('/pkg-grid/visit', { id: task.id })}
      />
    </Box>
  )
}
