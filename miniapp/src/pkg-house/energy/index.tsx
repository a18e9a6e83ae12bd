import { useCall } from '@liren/client'
import { energyCarriers, energyEndpoints, type OwnEnergy } from '@liren/contract/capabilities/energy'
import { Bars } from '@/parts/bars'
import { EmptyState } from '@/parts/empty-state'
import { Loaded } from '@/parts/loaded'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { TimeText } from '@/parts/time-text'
import { Box, Words } from '@/platform/elements'
import { energyWords as words } from '@/words/energy'
import { useSay } from '@/words/kit'

type Item = OwnEnergy['items'][number]

const shown = (value: number): string => (Math.round(value * 100) / 100).toString()
const monthNow = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7)

/** What one's own household used; nobody else sees it here. */
export default function EnergyPage() {
  const say = useSay()
  return (
    <Page page="pkg-house/energy" title={words.title}>
      <PermissionGate preview={say(words.rowHint)}>
        <Own />
      </PermissionGate>
    </Page>
  )
}

function Own() {
  const say = useSay()
  const call = useCall(energyEndpoints.own, { query: { month: monthNow() } })
  return (
    <Loaded of={call} shape="cards">
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)} />
        ) : (
          <>
            {items.map((item) => (
              <Meter key={`${item.houseId} ${item.number}`} item={item} />
            ))}
            <Box className="secondary">{say(words.privacy)}</Box>
          </>
        )
      }
    </Loaded>
  )
}

function Meter({ item }: { item: Item }) {
  const say = useSay()
  const month = monthNow()
  const now = item.months.find((one) => one.month === month)?.used ?? 0
  const before = [...item.months].reverse().find((one) => one.month < month)
  return (
    <Box className="card stack gap-8" id={`energy-${item.number}`}>
      <Box className="row between gap-8">
        <Box className="heading grow">{say(energyCarriers[item.carrier].text)}</Box>
        <Box className="secondary">{item.house}</Box>
      </Box>
      <Box className="row between gap-8">
        <Box>
          {say(words.month)} <Words className="heading number">{`${shown(now)} ${item.unit}`}</Words>
        </Box>
        {before ? <Box className="secondary number">{`${say(words.before)} ${shown(before.used)} ${item.unit}`}</Box> : null}
      </Box>
      <Bars
        title={say(words.days)}
        empty={say(words.noDays)}
        bars={item.days.map(({ day, used }) => ({ key: day.slice(8), value: used }))}
        unit={item.unit}
      />
      {item.months.length > 1 ? (
        <Bars
          title={say(words.year)}
          empty=""
          bars={item.months.map((one) => ({ key: one.month.slice(5), value: one.used }))}
          unit={item.unit}
        />
      ) : null}
      <Box className="secondary">
        {say(words.number(item.number))}
        {item.total === null ? '' : ` · ${say(words.reading(shown(item.total), item.unit))} · `}
        {item.readAt === null ? null : <TimeText at={item.readAt} />}
      </Box>
    </Box>
  )
}
