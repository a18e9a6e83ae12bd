import { useOutbox, usePage } from '@liren/client'
import type { Phase } from '@liren/contract/capabilities/repair'
import { repairEndpoints } from '@liren/contract/capabilities/repair'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { CaseCard } from '@/parts/case-card'
import { Cell, CellGroup } from '@/parts/cell'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Segmented } from '@/parts/segmented'
import { go } from '@/platform/nav'
import { usePull } from '@/platform/shown'
import { caseWords as words } from '@/words/case'
import { useSay } from '@/words/kit'

type Filter = 'all' | Phase
const filters: readonly Filter[] = ['all', 'open', 'active', 'done', 'void']

/** One's own reports, and those that still wait on this phone. */
export default function CaseList() {
  const say = useSay()
  return (
    <Page page="pkg-case/list" title={words.listTitle}>
      <PermissionGate preview={say(words.preview)}>
        <List />
      </PermissionGate>
    </Page>
  )
}

function List() {
  const say = useSay()
  const [filter, setFilter] = useState<Filter>('all')
  const list = usePage(
    repairEndpoints.list,
    { query: { view: 'mine', limit: 20, ...(filter === 'all' ? {} : { phase: filter }) } },
    { keep: true, on: ['repair.'] },
  )
  const { entries } = useOutbox()
  const waiting = entries.filter(({ endpointId, state }) => endpointId === repairEndpoints.create.id && state !== 'done')
  usePull(list.reload)
  return (
    <>
      <Segmented
        label={say(words.listTitle)}
        value={filter}
        onChange={setFilter}
        options={filters.map((value) => ({ value, words: say(words.phases[value]) }))}
      />
      {waiting.length > 0 ? (
        <CellGroup title={say(words.onTheWay)}>
          {waiting.map((entry) => (
            <Cell
              key={entry.id}
              icon={entry.state === 'stopped' ? 'alert' : 'clock'}
              title={String(entry.body.description ?? '')}
              hint={say(entry.label)}
              onTap={() => go('/pkg-sys/outbox')}
            />
          ))}
        </CellGroup>
      ) : null}
      <CursorList
        of={list}
        shape="cards"
        keyOf={({ id }) => id}
        empty={
          <EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)}>
            <PrimaryButton icon="camera" onTap={() => go('/pkg-case/new')}>
              {say(words.report)}
            </PrimaryButton>
          </EmptyState>
        }
      >
        {(repair) => <CaseCard repair={repair} onTap={() => go('/pkg-case/detail', { id: repair.id })} />}
      </CursorList>
    </>
  )
}
