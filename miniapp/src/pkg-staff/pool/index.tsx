import { useClient, usePage } from '@liren/client'
import { type RepairSummary, repairEndpoints } from '@liren/contract/capabilities/repair'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { CaseCard } from '@/parts/case-card'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { ErrorNote } from '@/parts/error-panel'
import { useMe } from '@/parts/me'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Segmented } from '@/parts/segmented'
import { useToast } from '@/parts/toast'
import { Box } from '@/platform/elements'
import { go, useParams } from '@/platform/nav'
import { usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { staffWords as words } from '@/words/staff'
import { useStep } from '../parts/use-step'

type View = 'pool' | 'all'

/** New repairs: whoever taps first has it, the server decides. */
export default function Pool() {
  const say = useSay()
  return (
    <Page page="pkg-staff/pool" title={words.pool}>
      <PermissionGate end="staff" permission="repair.handle" preview={say(words.preview)}>
        <List />
      </PermissionGate>
    </Page>
  )
}

function List() {
  const say = useSay()
  const { may } = useMe()
  const { view: asked } = useParams()
  const [view, setView] = useState<View>(asked === 'all' ? 'all' : 'pool')
  const list = usePage(repairEndpoints.list, { query: { view, limit: 20 } }, { on: ['repair.'] })
  usePull(list.reload)
  return (
    <>
      {may('repair.dispatch') ? (
        <Segmented
          label={say(words.pool)}
          value={view}
          onChange={setView}
          options={[
            { value: 'pool', words: say(words.pool) },
            { value: 'all', words: say(words.poolAll) },
          ]}
        />
      ) : null}
      <CursorList
        of={list}
        shape="cards"
        keyOf={({ id }) => id}
        empty={<EmptyState scene="calm" title={say(words.poolNone)} body={say(words.poolNoneBody)} />}
      >
        {(repair) => <PoolCard repair={repair} onTaken={() => void list.reload()} />}
      </CursorList>
    </>
  )
}

function PoolCard({ repair, onTaken }: { repair: RepairSummary; onTaken: () => void }) {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  const { take, sending, error } = useStep()
  const grab = async () => {
    const sent = await take(repair, 'grab')
    onTaken()
    if (sent.state === 'refused') return
    platform.vibrate('success')
    toast(sent.state === 'done' ? words.grabbed : words.queued)
    go('/pkg-staff/order', { id: repair.id })
  }
  return (
    <Box>
      <CaseCard clock repair={repair} onTap={() => go('/pkg-staff/order', { id: repair.id })} />
      <ErrorNote error={error} />
      {repair.can.includes('grab') ? (
        <PrimaryButton id={`grab-${repair.id}`} icon="hand" className="pool-grab" busy={sending} onTap={() => void grab()}>
          {say(words.grab)}
        </PrimaryButton>
      ) : null}
    </Box>
  )
}
