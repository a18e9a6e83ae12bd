import { useCall, useClient } from '@liren/client'
import { type LocatedPlace, matchTexts, missingTexts, resolveEndpoints } from '@liren/contract/map/resolve'
import { type ReactNode, useEffect, useState } from 'react'
import { Box, Field } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { placeWords as words } from '@/words/report'
import { LinkButton } from './button'
import { Cell } from './cell'
import { Loaded } from './loaded'

type Query = { readonly q: string } | { readonly longitude: number; readonly latitude: number }

interface FinderProps {
  readonly estate: { readonly id: string }
  readonly want: 'house' | 'area'
  readonly onChoose: (place: LocatedPlace) => void
  /** What stands here as long as nothing is looked for. */
  readonly children: ReactNode
}

/** A place by its address as people say it, or by where one stands; the way through the levels stays below. */
export function PlaceFinder({ estate, want, onChoose, children }: FinderProps) {
  const say = useSay()
  const { platform } = useClient()
  const [typed, setTyped] = useState('')
  const [query, setQuery] = useState<Query>()
  const [isRefused, setRefused] = useState(false)
  useEffect(() => {
    let here = true
    const q = typed.trim()
    platform.clock.sleep(300).then(
      () => here && setQuery(q.length > 1 ? { q } : undefined),
      () => undefined,
    )
    return () => {
      here = false
    }
  }, [typed, platform])
  const found = useCall(resolveEndpoints.locate, query === undefined ? null : { params: { id: estate.id }, query })

  const stand = async () => {
    const answer = await platform.locate?.()
    const isKnown = answer?.ok === true
    setRefused(!isKnown)
    if (isKnown) setQuery({ longitude: answer.value.longitude, latitude: answer.value.latitude })
  }
  const isFit = ({ kind }: LocatedPlace) => want === 'area' || kind === 'house'
  const hintOf = ({ match }: LocatedPlace) =>
    [
      match.metres ? say(words.metres(match.metres)) : say(matchTexts[match.by]),
      ...match.missing.map((what) => say(missingTexts[what])),
    ].join(' · ')

  return (
    <>
      <Field
        id="place-search"
        className="input"
        kind="search"
        value={typed}
        onChange={setTyped}
        label={say(words.address)}
        placeholder={say(words.addressHint)}
        maxLength={80}
      />
      {platform.locate && want === 'area' ? (
        <LinkButton id="place-around" icon="place" onTap={() => void stand()}>
          {say(words.around)}
        </LinkButton>
      ) : null}
      {isRefused ? <Box className="secondary">{say(words.noPosition)}</Box> : null}
      {query === undefined ? (
        children
      ) : (
        <Loaded of={found} shape="rows">
          {({ items }) =>
            items.some(isFit) ? (
              <Box className="place-rows">
                {items.filter(isFit).map((item) => (
                  <Cell
                    key={item.placeId}
                    id={`found-${item.placeId}`}
                    icon={item.kind === 'house' ? 'home' : 'place'}
                    title={item.label}
                    hint={hintOf(item)}
                    onTap={() => onChoose(item)}
                  />
                ))}
              </Box>
            ) : (
              <Box className="secondary center place-none">{say(words.noAddress)}</Box>
            )
          }
        </Loaded>
      )}
    </>
  )
}
