import { usePage } from '@liren/client'
import { repairEndpoints } from '@liren/contract/capabilities/repair'
import { BenchHead } from '@/parts/bench-head'
import { CaseCard } from '@/parts/case-card'
import { Cell, CellGroup } from '@/parts/cell'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { Icon } from '@/parts/icon'
import { Loaded } from '@/parts/loaded'
import { useMe } from '@/parts/me'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { RoleSwitch } from '@/parts/role-switch'
import { SearchDoor } from '@/parts/search-door'
import { TileGrid, useTiles } from '@/parts/tiles'
import { Box, Tap } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useDidShow, usePull } from '@/platform/shown'
import { hintWords } from '@/words/hint'
import { useSay } from '@/words/kit'
import { leaseWords } from '@/words/lease'
import { mapWords } from '@/words/map'
import { scoreWords } from '@/words/score'
import { gridWords as words } from '@/words/staff'
import './grid.css'

/** A grid worker's place: report at once, and see what became of it. */
export default function GridWorkbench() {
  const say = useSay()
  const { me } = useMe()
  return (
    <Page page="pkg-grid/index" title={words.title} root>
      {me?.end === 'grid' ? <BenchHead me={me} /> : null}
      {me?.end === 'grid' ? <SearchDoor /> : null}
      <PermissionGate end="grid" permission="repair.report" preview={say(words.preview)}>
        <Bench />
      </PermissionGate>
      {me ? <RoleSwitch me={me} /> : null}
    </Page>
  )
}

function Bench() {
  const say = useSay()
  const { may } = useMe()
  const tiles = useTiles('grid')
  const list = usePage(repairEndpoints.list, { query: { view: 'mine', limit: 20 } }, { keep: true, on: ['repair.'] })
  useDidShow(() => void list.reload())
  usePull(list.reload)
  return (
    <>
      <Tap id="grid-report" className="card grid-report" onTap={() => go('/pkg-grid/event/new')}>
        <Icon name="camera" className="grid-sign" />
        <Box className="title">{say(words.report)}</Box>
        <Box>{say(words.reportHint)}</Box>
      </Tap>
      <Box className="card">
        <Loaded of={tiles} shape="tiles">
          {({ items }) => <TileGrid tiles={items} />}
        </Loaded>
      </Box>
      {may('lease.verify') || may('hint.judge') || may('score.read') || may('map.read') ? (
        <CellGroup>
          {may('hint.judge') ? (
            <Cell
              id="grid-hints"
              icon="search"
              title={say(hintWords.title)}
              hint={say(hintWords.preview)}
              onTap={() => go('/pkg-grid/hints')}
            />
          ) : null}
          {may('score.read') ? (
            <Cell
              id="grid-orgs"
              icon="warning"
              title={say(scoreWords.title)}
              hint={say(scoreWords.preview)}
              onTap={() => go('/pkg-grid/orgs')}
            />
          ) : null}
          {may('map.read') ? (
            <Cell
              id="grid-map"
              icon="place"
              title={say(mapWords.gridTitle)}
              hint={say(mapWords.gridPreview)}
              onTap={() => go('/pkg-grid/map')}
            />
          ) : null}
          {may('lease.verify') ? (
            <Cell
              id="grid-leases"
              icon="home"
              title={say(leaseWords.gridTitle)}
              hint={say(leaseWords.gridPreview)}
              onTap={() => go('/pkg-grid/leases')}
            />
          ) : null}
        </CellGroup>
      ) : null}
      <Box className="section-title heading" as="h2">
        {say(words.recent)}
      </Box>
      <CursorList
        of={list}
        shape="cards"
        keyOf={({ id }) => id}
        empty={<EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)} />}
      >
        {(repair) => <CaseCard repair={repair} onTap={() => go('/pkg-case/detail', { id: repair.id })} />}
      </CursorList>
    </>
  )
}
