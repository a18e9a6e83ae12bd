import { clockTime, useCall, useClient, usePage } from '@liren/client'
import { hazardEndpoints } from '@liren/contract/capabilities/hazard'
import { type RepairSummary, repairEndpoints } from '@liren/contract/capabilities/repair'
import { useState } from 'react'
import { BenchHead } from '@/parts/bench-head'
import { PlainButton } from '@/parts/button'
import { CaseCard } from '@/parts/case-card'
import { Cell, CellCard } from '@/parts/cell'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { Loaded } from '@/parts/loaded'
import { useMe } from '@/parts/me'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { RoleSwitch } from '@/parts/role-switch'
import { SearchDoor } from '@/parts/search-door'
import { Segmented } from '@/parts/segmented'
import { TileGrid, useTiles } from '@/parts/tiles'
import { useToast } from '@/parts/toast'
import { Box } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useDidShow, usePull } from '@/platform/shown'
import { environmentWords } from '@/words/environment'
import { keyWords } from '@/words/key'
import { useSay } from '@/words/kit'
import { gridWords, staffWords as words } from '@/words/staff'
import { talkWords } from '@/words/talk'
import { wasteWords } from '@/words/waste'

type View = 'open' | 'active' | 'done'
const views: readonly View[] = ['open', 'active', 'done']

/** A worker's day: orders by deadline, the pool, scanning; the whole of it works without network. */
export default function Workbench() {
  const say = useSay()
  const { me, may } = useMe()
  return (
    <Page page="pkg-staff/index" title={words.title} root>
      {me?.end === 'staff' ? <BenchHead me={me} /> : null}
      {me?.end === 'staff' ? <SearchDoor /> : null}
      <PermissionGate end="staff" permission="repair.report" preview={say(words.preview)}>
        <Doors />
        {may('housekeeper.serve') ? (
          <Box className="card card-flush">
            <Cell
              id="bench-talks"
              icon="message"
              title={say(talkWords.inbox)}
              hint={say(talkWords.inboxHint)}
              onTap={() => go('/pkg-staff/talks')}
            />
          </Box>
        ) : null}
        {may('waste.clear') ? (
          <Box className="card card-flush">
            <Cell
              id="bench-waste"
              icon="check"
              title={say(wasteWords.tasks)}
              hint={say(wasteWords.taskPreview)}
              onTap={() => go('/pkg-staff/waste')}
            />
          </Box>
        ) : null}
        {may('hazard.inspect') ? <RoundsDoor /> : null}
        {may('environment.read') ? (
          <Box className="card card-flush">
            <Cell
              id="bench-air"
              icon="sun"
              title={say(environmentWords.title)}
              hint={say(environmentWords.staffHint)}
              onTap={() => go('/pkg-life/environment')}
            />
          </Box>
        ) : null}
        {may('repair.handle') ? <Orders /> : may('repair.read') ? <Reports /> : null}
      </PermissionGate>
      {me ? <RoleSwitch me={me} /> : null}
    </Page>
  )
}

/** The round of the day, with how much of it is due. */
function RoundsDoor() {
  const say = useSay()
  const { data, reload } = useCall(hazardEndpoints.keySummary, {}, { keep: true, on: ['hazard.'] })
  useDidShow(() => void reload())
  const isQuiet = data === undefined || data.today + data.overdue + data.findings === 0
  return (
    <CellCard
      id="bench-keys"
      icon="shield"
      title={say(keyWords.title)}
      hint={say(isQuiet ? keyWords.preview : keyWords.summary(data.today, data.overdue, data.findings))}
      onTap={() => go('/pkg-staff/keys')}
    />
  )
}

const idIn = (code: string): string | undefined => /[0-9a-hjkmnp-tv-z]{26}/.exec(code)?.[0]

/** What this worker may use of the shelf, and the scanner. */
function Doors() {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  const { may } = useMe()
  const tiles = useTiles('staff')
  const { scan } = platform
  const onScan = async () => {
    const read = await scan?.()
    if (!read) return
    if (!read.ok) return void (read.why === 'failed' && toast(words.scanFailed))
    const id = idIn(read.value)
    if (id) go('/pkg-staff/order', { id })
    else toast(words.scanUnknown(read.value.slice(0, 24)))
  }
  return (
    <Box className="card">
      <Loaded of={tiles} shape="tiles">
        {({ items }) => (
          <TileGrid
            tiles={items.filter(({ permission, page }) => page !== '/pkg-staff/index' && (permission === null || may(permission)))}
          />
        )}
      </Loaded>
      {scan ? (
        <PlainButton id="door-scan" icon="scan" onTap={() => void onScan()}>
          {say(words.scan)}
        </PlainButton>
      ) : null}
    </Box>
  )
}

/** Whoever handles no orders still reports, and sees what became of it. */
function Reports() {
  const say = useSay()
  const list = usePage(repairEndpoints.list, { query: { view: 'mine', limit: 20 } }, { keep: true, on: ['repair.'] })
  useDidShow(() => void list.reload())
  return (
    <CursorList
      of={list}
      shape="cards"
      keyOf={({ id }) => id}
      empty={<EmptyState scene="calm" title={say(gridWords.listNone)} body={say(gridWords.noneBody)} />}
    >
      {(repair) => <CaseCard repair={repair} onTap={() => go('/pkg-case/detail', { id: repair.id })} />}
    </CursorList>
  )
}

const dueOf = (repair: RepairSummary) => (repair.state === 'dispatched' ? repair.acceptDueAt : repair.finishDueAt) ?? '9999'

function Orders() {
  const say = useSay()
  const [view, setView] = useState<View>('active')
  const list = usePage(repairEndpoints.list, { query: { view: 'assigned', phase: view, limit: 50 } }, { keep: true, on: ['repair.'] })
  useDidShow(() => void list.reload())
  usePull(list.reload)
  const sorted = { ...list, items: [...list.items].sort((a, b) => (dueOf(a) < dueOf(b) ? -1 : 1)) }
  return (
    <Box as="section">
      <Box className="section-title heading" as="h2">
        {say(words.today)}
      </Box>
      <Segmented
        label={say(words.today)}
        value={view}
        onChange={setView}
        options={views.map((value) => ({ value, words: say(words.views[value]) }))}
      />
      {list.at !== undefined ? <Box className="small">{say(words.asOf(clockTime(list.at)))}</Box> : null}
      <CursorList
        of={sorted}
        shape="cards"
        keyOf={({ id }) => id}
        empty={
          <EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)}>
            <PlainButton onTap={() => go('/pkg-staff/pool')}>{say(words.pool)}</PlainButton>
          </EmptyState>
        }
      >
        {(repair) => <CaseCard clock repair={repair} onTap={() => go('/pkg-staff/order', { id: repair.id })} />}
      </CursorList>
    </Box>
  )
}
