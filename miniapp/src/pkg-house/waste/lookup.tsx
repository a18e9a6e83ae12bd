import { useCall, useClient } from '@liren/client'
import { type WasteGuide, type WasteKind, wasteEndpoints, wasteKindTexts } from '@liren/contract/capabilities/waste'
import { useEffect, useState } from 'react'
import { Loaded } from '@/parts/loaded'
import { Tag } from '@/parts/status-tag'
import { Box, Field } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { wasteWords as words } from '@/words/waste'

/** Type what is in your hand: its kind, and the bins nearby that take it. */
export function Lookup() {
  const say = useSay()
  const { platform } = useClient()
  const [typed, setTyped] = useState('')
  const [q, setQ] = useState('')
  useEffect(() => {
    let here = true
    platform.clock.sleep(300).then(
      () => here && setQ(typed.trim()),
      () => undefined,
    )
    return () => {
      here = false
    }
  }, [typed, platform])
  const call = useCall(wasteEndpoints.guide, { query: q === '' ? {} : { q } }, { keep: true })
  return (
    <Box className="card stack gap-12" id="waste-lookup">
      <Field
        id="waste-search"
        className="input"
        kind="search"
        value={typed}
        onChange={setTyped}
        label={say(words.search)}
        placeholder={say(words.searchHint)}
        maxLength={30}
      />
      <Loaded of={call} shape="cards">
        {(guide) => (
          <>
            {q === '' ? null : <Items items={guide.items} />}
            <Points points={guide.points} kinds={q === '' ? [] : guide.items.map(({ kind }) => kind)} />
          </>
        )}
      </Loaded>
    </Box>
  )
}

function Items({ items }: Pick<WasteGuide, 'items'>) {
  const say = useSay()
  if (items.length === 0) return <Box className="secondary">{say(words.notFound)}</Box>
  return items.map((item) => (
    <Box key={item.id} className="stack gap-4" id={`waste-item-${item.id}`}>
      <Box className="row between gap-8">
        <Box className="heading grow">{item.name}</Box>
        <Tag tone="primary" icon="check" words={say(wasteKindTexts[item.kind])} />
      </Box>
      {item.hint === '' ? null : <Box className="secondary">{item.hint}</Box>}
    </Box>
  ))
}

/** Of what was looked up those that take it; of nothing in particular all. */
function Points({ points, kinds }: Pick<WasteGuide, 'points'> & { kinds: readonly WasteKind[] }) {
  const say = useSay()
  const fit = kinds.length === 0 ? points : points.filter((point) => point.kinds.some((kind) => kinds.includes(kind)))
  return (
    <Box className="stack gap-8">
      <Box className="heading">{say(words.points)}</Box>
      {fit.length === 0 ? <Box className="secondary">{say(words.noPoints)}</Box> : null}
      {fit.map((point) => (
        <Box key={point.id} className="stack gap-4">
          <Box className="row between gap-8">
            <Box className="grow">{point.name}</Box>
            {!point.isOnline ? (
              <Tag tone="neutral" icon="circle" words={say(words.offline)} />
            ) : point.isFull ? (
              <Tag tone="warning" icon="alert" words={say(words.full)} />
            ) : (
              <Tag tone="success" icon="check" words={say(words.usable)} />
            )}
          </Box>
          <Box className="small">
            {point.kinds.length === 0
              ? say(words.unset)
              : `${say(words.takes)} ${point.kinds.map((kind) => say(wasteKindTexts[kind])).join('、')}`}
          </Box>
        </Box>
      ))}
    </Box>
  )
}
