import { usePage } from '@liren/client'
import { repairEndpoints } from '@liren/contract/capabilities/repair'
import { PrimaryButton } from '@/parts/button'
import { CaseCard } from '@/parts/case-card'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { go } from '@/platform/nav'
import { usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { gridWords as words } from '@/words/staff'

/** What I reported, and how far it is. */
export default function EventList() {
  const say = useSay()
  return (
    <Page page="pkg-grid/event/list" title={words.listTitle}>
      <PermissionGate end="grid" permission="repair.read" preview={say(words.preview)}>
        <List />
      </PermissionGate>
    </Page>
  )
}

function List() {
  const say = useSay()
  const list = usePage(repairEndpoints.list, { query: { view: 'mine', limit: 20 } }, { keep: true, on: ['repair.'] })
  usePull(list.reload)
  return (
    <CursorList
      of={list}
      shape="cards"
      keyOf={({ id }) => id}
      empty={
        <EmptyState scene="calm" title={say(words.listNone)} body={say(words.noneBody)}>
          <PrimaryButton onTap={() => go('/pkg-grid/event/new')}>{say(words.report)}</PrimaryButton>
        </EmptyState>
      }
    >
      {(repair) => <CaseCard repair={repair} onTap={() => go('/pkg-case/detail', { id: repair.id })} />}
    </CursorList>
  )
}
