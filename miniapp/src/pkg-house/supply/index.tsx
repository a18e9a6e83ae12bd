import { useCall, usePage } from '@liren/client'
import { household } from '@liren/contract/capabilities/household'
import { supplyEndpoints } from '@liren/contract/capabilities/supply'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { go, useParams } from '@/platform/nav'
import { useDidShow, usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { supplyWords as words } from '@/words/supply'
import { ApplicationCard } from './application-card'
import { ApplicationDetail } from './application-detail'
import { ApplicationForm } from './application-form'

/** What I applied for around energy, with its progress; one of them with all that happened. */
export default function SupplyPage() {
  const say = useSay()
  const { id } = useParams()
  return (
    <Page page="pkg-house/supply" title={words.title}>
      <PermissionGate house preview={say(words.preview)}>
        {id === undefined ? <Applications /> : <ApplicationDetail id={id} />}
      </PermissionGate>
    </Page>
  )
}

function Applications() {
  const say = useSay()
  const [isNew, setNew] = useState(false)
  const mine = usePage(supplyEndpoints.mine, { query: { limit: 20 } }, { on: ['supply.'] })
  const houses = useCall(household.endpoints.mine, {}, { keep: true, on: ['household.'] })
  useDidShow(() => void mine.reload())
  usePull(mine.reload)
  if (isNew)
    return (
      <ApplicationForm
        houses={(houses.data?.items ?? []).map(({ house }) => house)}
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
        keyOf={(one) => one.id}
        empty={<EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)} />}
      >
        {(one) => <ApplicationCard application={one} onTap={() => go('/pkg-house/supply', { id: one.id })} />}
      </CursorList>
      <PrimaryButton id="supply-new" icon="plus" onTap={() => setNew(true)}>
        {say(words.add)}
      </PrimaryButton>
    </>
  )
}
