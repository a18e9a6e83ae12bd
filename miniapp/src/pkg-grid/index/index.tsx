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

/** What else a grid worker may open from here; each name is its page. */
const doors = [
  { name: 'hints', permission: 'hint.judge', icon: 'search', title: hintWords.title, hint: hintWords.preview },
  { name: 'orgs', permission: 'score.read', icon: 'warning', title: scoreWords.title, hint: scoreWords.preview },
  { name: 'map', permission: 'map.read', icon: 'place', title: mapWords.gridTitle, hint: mapWords.gridPreview },
  { name: 'leases', permission: 'lease.verify', icon: 'home', title: leaseWords.gridTitle, hint: leaseWords.gridPreview },
] as const

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
  const open = doors.filter(({ permission }) => may(permission))
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
      {open.length > 0 ? (
        <CellGroup>
          {open.map(({ name, icon, title, hint }) => (
            <Cell key={name} id={`grid-${name}`} icon={icon} title={say(title)} hint={say(hint)} onTap={() => go(`/pkg-grid/${name}`)} />
          ))}
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
