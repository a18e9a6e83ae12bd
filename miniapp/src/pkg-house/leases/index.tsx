import { useCall, usePage } from '@liren/client'
import { household } from '@liren/contract/capabilities/household'
import { leaseEndpoints } from '@liren/contract/capabilities/lease'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { useDidShow, usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { leaseWords as words } from '@/words/lease'
import { LeaseForm } from './lease-form'
import { OwnLeaseCard } from './own-lease-card'

/** What one lets, to whom and until when. */
export default function LeasesPage() {
  const say = useSay()
  return (
    <Page page="pkg-house/leases" title={words.title}>
      <PermissionGate house preview={say(words.preview)}>
        <Leases />
      </PermissionGate>
    </Page>
  )
}

function Leases() {
  const say = useSay()
  const [isNew, setNew] = useState(false)
  const mine = usePage(leaseEndpoints.mine, { query: { limit: 20 } }, { on: ['lease.'] })
  const houses = useCall(household.endpoints.mine, {}, { keep: true, on: ['household.'] })
  const own = (houses.data?.items ?? []).filter(({ relation }) => relation === 'owner').map(({ house }) => house)
  useDidShow(() => void mine.reload())
  usePull(mine.reload)
  if (houses.data && own.length === 0) return <EmptyState scene="gate" title={say(words.noHouse)} body={say(words.noHouseBody)} />
  if (isNew)
    return (
      <LeaseForm
        houses={own}
        onDone={() => {
          setNew(false)
          void mine.reload()
        }}
      />
    )
  return (
    <>
      <CursorList
        of={mine}
        shape="cards"
        keyOf={({ id }) => id}
        empty={<EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)} />}
      >
        {(lease) => <OwnLeaseCard lease={lease} onDone={() => void mine.reload()} />}
      </CursorList>
      <PrimaryButton id="lease-new" icon="plus" onTap={() => setNew(true)}>
        {say(words.add)}
      </PrimaryButton>
    </>
  )
}
