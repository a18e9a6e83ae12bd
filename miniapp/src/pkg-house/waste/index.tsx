import { useCall, useSend } from '@liren/client'
import { type OwnWaste, type WasteCard, wasteEndpoints, wasteKindTexts } from '@liren/contract/capabilities/waste'
import { useState } from 'react'
import { PlainButton } from '@/parts/button'
import { EmptyState } from '@/parts/empty-state'
import { ErrorNote } from '@/parts/error-panel'
import { Loaded } from '@/parts/loaded'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Tag } from '@/parts/status-tag'
import { TimeText } from '@/parts/time-text'
import { Box, Words } from '@/platform/elements'
import { useDidShow } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { wasteWords as words } from '@/words/waste'
import { Lookup } from './lookup'

const shown = (value: number): string => (Math.round(value * 100) / 100).toString()

/** How to sort a thing and where to drop it; what one's own household threw away. */
export default function WastePage() {
  const say = useSay()
  return (
    <Page page="pkg-house/waste" title={words.title}>
      <PermissionGate preview={say(words.preview)}>
        <Lookup />
        <Own />
      </PermissionGate>
    </Page>
  )
}

function Own() {
  const call = useCall(wasteEndpoints.own, { query: {} }, { on: ['waste.'] })
  useDidShow(() => void call.reload())
  return (
    <Loaded of={call} shape="cards">
      {(own) => (
        <>
          {own.homes.map((home) => (
            <Card key={home.houseId} home={home} />
          ))}
          <Drops own={own} />
        </>
      )}
    </Loaded>
  )
}

/** Whoever has the code could drop in the household's name: it is shown when it is asked for. */
function Card({ home }: { home: OwnWaste['homes'][number] }) {
  const say = useSay()
  const { send, sending, error } = useSend(wasteEndpoints.card)
  const [card, setCard] = useState<WasteCard>()
  const show = async () => {
    const made = await send({ body: { houseId: home.houseId } })
    if (made) setCard(made)
  }
  return (
    <Box className="card stack gap-8" id={`waste-card-${home.houseId}`}>
      <Box className="row between gap-8">
        <Box className="heading grow">{say(words.card)}</Box>
        <Box className="secondary">{home.house}</Box>
      </Box>
      <Box className="secondary">{say(words.cardText)}</Box>
      {card ? (
        <Box className="title number">{card.code}</Box>
      ) : (
        <PlainButton id="waste-show-card" busy={sending} onTap={() => void show()}>
          {say(words.showCard)}
        </PlainButton>
      )}
      <ErrorNote error={error} />
    </Box>
  )
}

function Drops({ own }: { own: OwnWaste }) {
  const say = useSay()
  if (own.drops.length === 0) return <EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)} />
  return (
    <Box className="card stack gap-8" id="waste-own">
      <Box className="row between gap-8">
        <Box className="heading grow">{say(words.own)}</Box>
        {own.sortingRate === null ? null : <Box className="secondary number">{say(words.rate(own.sortingRate.toFixed(0)))}</Box>}
      </Box>
      {own.totals.map((total) => (
        <Box key={total.kind} className="row between gap-8">
          <Box>{say(wasteKindTexts[total.kind])}</Box>
          <Words className="number">{`${say(words.times(total.drops))} · ${shown(total.weightKg)} kg`}</Words>
        </Box>
      ))}
      {own.drops.map((drop) => (
        <Drop key={drop.id} drop={drop} />
      ))}
    </Box>
  )
}

function Drop({ drop }: { drop: OwnWaste['drops'][number] }) {
  const say = useSay()
  const sure = drop.confidencePercent === null ? '' : ` ${Math.round(drop.confidencePercent)}%`
  const amount = [drop.weightKg === null ? '' : `${shown(drop.weightKg)} kg`, drop.volumeL === null ? '' : `${shown(drop.volumeL)} L`]
  return (
    <Box className="stack gap-4" id={`drop-${drop.id}`}>
      <Box className="row between gap-8">
        <Box className="grow">{`${say(wasteKindTexts[drop.kind])} ${amount.filter(Boolean).join(' · ')}`}</Box>
        {drop.isRight === null ? (
          <Tag tone="neutral" icon="circle" words={say(words.unjudged)} />
        ) : drop.isRight ? (
          <Tag tone="success" icon="check" words={say(words.right)} />
        ) : (
          <Tag tone="warning" icon="alert" words={say(words.wrong)} />
        )}
      </Box>
      <Box className="row between gap-8">
        <Box className="small grow">
          {drop.recognised === null ? drop.bin : `${drop.bin} · ${say(words.recognised(say(wasteKindTexts[drop.recognised]), sure))}`}
        </Box>
        <TimeText at={drop.at} className="small" />
      </Box>
    </Box>
  )
}
