import { usePage } from '@liren/client'
import { type ClearingTask, wasteEndpoints } from '@liren/contract/capabilities/waste'
import { useCallback, useState } from 'react'
import { PlainButton } from '@/parts/button'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Tag } from '@/parts/status-tag'
import { TimeText } from '@/parts/time-text'
import { ViewList } from '@/parts/view-list'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { wasteWords as words } from '@/words/waste'
import { ClearSheet } from './clear-sheet'

type View = keyof typeof words.views

/** Full bins for whoever empties them; done by a photo in front of the bin, or by the bin itself. */
export default function Clearing() {
  const say = useSay()
  return (
    <Page page="pkg-staff/waste" title={words.tasks}>
      <PermissionGate end="staff" permission="waste.clear" preview={say(words.taskPreview)}>
        <List />
      </PermissionGate>
    </Page>
  )
}

function List() {
  const [view, setView] = useState<View>('open')
  const [clearing, setClearing] = useState<ClearingTask>()
  const list = usePage(wasteEndpoints.tasks, { query: { state: view, limit: 20 } }, { keep: true, on: ['waste.'] })
  const close = useCallback(() => setClearing(undefined), [])
  const done = () => {
    close()
    void list.reload()
  }
  return (
    <>
      <ViewList
        label={words.tasks}
        views={words.views}
        view={view}
        onView={setView}
        list={list}
        none={words.noTasks}
        noneBody={words.noTasksBody}
      >
        {(task) => <Task task={task} onClear={() => setClearing(task)} />}
      </ViewList>
      {clearing ? <ClearSheet task={clearing} onClose={close} onDone={done} /> : null}
    </>
  )
}

function Task({ task, onClear }: { task: ClearingTask; onClear: () => void }) {
  const say = useSay()
  return (
    <Box className="card case-card stack gap-8" id={`clearing-${task.id}`}>
      <Box className="row between gap-8">
        <Box className="heading grow">{task.bin.name}</Box>
        {task.state === 'open' ? (
          <Tag tone="warning" icon="alert" words={say(words.filled(Math.round(task.percent)))} />
        ) : (
          <Tag tone="success" icon="check" words={say(task.proof === 'empty' ? words.byBin : words.byPhoto)} />
        )}
      </Box>
      <Box className="secondary two-lines">{task.place.name}</Box>
      <Box className="row between gap-8 wrap">
        <TimeText at={task.doneAt ?? task.openedAt} className="small" />
        {task.assignee ? <Box className="small">{say(words.forYou(task.assignee.name))}</Box> : null}
      </Box>
      {task.can.includes('clear') ? (
        <PlainButton id={`clear-${task.id}`} onTap={onClear}>
          {say(words.clear)}
        </PlainButton>
      ) : null}
    </Box>
  )
}
