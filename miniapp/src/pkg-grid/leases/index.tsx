import { usePage, useSettings } from '@liren/client'
import { type LeaseSummary, leaseEndpoints, rentalKinds } from '@liren/contract/capabilities/lease'
import { useState } from 'react'
import { Cell } from '@/parts/cell'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { LeaseTag } from '@/parts/lease-tag'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Segmented } from '@/parts/segmented'
import { Box } from '@/platform/elements'
import { useDidShow, usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { leaseWords as words } from '@/words/lease'
import { LeaseSheet } from './lease-sheet'

type View = keyof typeof words.views
const views = Object.keys(words.views) as View[]

/** What landlords registered: verified at the door, and looked into again once its time is over. */
export default function GridLeases() {
  const say = useSay()
  return (
    <Page page="pkg-grid/leases" title={words.gridTitle}>
      <PermissionGate end="grid" permission="lease.verify" preview={say(words.gridPreview)}>
        <Leases />
      </PermissionGate>
    </Page>
  )
}

function Leases() {
  const say = useSay()
  const [view, setView] = useState<View>('declared')
  const [open, setOpen] = useState<string>()
  const list = usePage(leaseEndpoints.list, { query: { state: view, limit: 20 } }, { on: ['lease.'] })
  useDidShow(() => void list.reload())
  usePull(list.reload)
  return (
    <>
      <Segmented
        label={say(words.gridTitle)}
        value={view}
        onChange={setView}
        options={views.map((value) => ({ value, words: say(words.views[value]) }))}
      />
      <CursorList
        of={list}
        shape="cards"
        keyOf={({ id }) => id}
        empty={<EmptyState scene="calm" title={say(words.gridNone)} body={say(words.gridNoneBody)} />}
      >
        {(lease) => <Row lease={lease} onTap={() => setOpen(lease.id)} />}
      </CursorList>
      {open ? (
        <LeaseSheet
          id={open}
          onClose={() => setOpen(undefined)}
          onDone={() => {
            setOpen(undefined)
            void list.reload()
          }}
        />
      ) : null}
    </>
  )
}

function Row({ lease, onTap }: { lease: LeaseSummary; onTap: () => void }) {
  const say = useSay()
  const { language } = useSettings()
  return (
    <Box className="card card-flush">
      <Cell
        id={`lease-${lease.id}`}
        title={`${lease.house.estate} ${lease.house.name}`}
        hint={`${rentalKinds[lease.kind][language]} · ${say(words.span(lease.from, lease.until))} · ${say(words.tenants(lease.tenantCount))}`}
        extra={<LeaseTag lease={lease} />}
        onTap={onTap}
      />
    </Box>
  )
}
