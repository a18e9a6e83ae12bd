import { usePage, useSettings } from '@liren/client'
import { type LeaseSummary, leaseEndpoints, rentalKinds } from '@liren/contract/capabilities/lease'
import { useState } from 'react'
import { CellCard } from '@/parts/cell'
import { LeaseTag } from '@/parts/lease-tag'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { SheetList } from '@/parts/view-list'
import { useSay } from '@/words/kit'
import { leaseWords as words } from '@/words/lease'
import { LeaseSheet } from './lease-sheet'

type View = keyof typeof words.views

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
  const [view, setView] = useState<View>('declared')
  const list = usePage(leaseEndpoints.list, { query: { state: view, limit: 20 } }, { on: ['lease.'] })
  return (
    <SheetList
      label={words.gridTitle}
      views={words.views}
      view={view}
      onView={setView}
      list={list}
      none={words.gridNone}
      noneBody={words.gridNoneBody}
      sheet={(opened) => <LeaseSheet {...opened} />}
    >
      {(lease, onTap) => <Row lease={lease} onTap={onTap} />}
    </SheetList>
  )
}

function Row({ lease, onTap }: { lease: LeaseSummary; onTap: () => void }) {
  const say = useSay()
  const { language } = useSettings()
  return (
    <CellCard
      id={`lease-${lease.id}`}
      title={`${lease.house.estate} ${lease.house.name}`}
      hint={`${rentalKinds[lease.kind][language]} · ${say(words.span(lease.from, lease.until))} · ${say(words.tenants(lease.tenantCount))}`}
      extra={<LeaseTag lease={lease} />}
      onTap={onTap}
    />
  )
}
