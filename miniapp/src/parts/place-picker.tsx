import { useCall } from '@liren/client'
import { place as contract, type PlaceKind } from '@liren/contract/capabilities/place'
import { useEffect, useState } from 'react'
import type { IconName } from '@/look/icons'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { placeWords as words } from '@/words/report'
import { LinkButton, PlainButton } from './button'
import { Cell } from './cell'
import { Loaded } from './loaded'
import { PlaceFinder } from './place-finder'
import { Sheet } from './sheet'
import './place-picker.css'

export interface ChosenPlace {
  readonly id: string
  readonly label: string
  readonly kind: PlaceKind
}

interface PickerProps {
  readonly open: boolean
  readonly estate: { readonly id: string; readonly name: string }
  /** `house` goes down to a house; `area` may stop anywhere. */
  readonly want: 'house' | 'area'
  readonly onChoose: (place: ChosenPlace) => void
  readonly onClose: () => void
  /** To another estate, for whoever works at several. */
  readonly onOther?: () => void
}

const icons: Partial<Record<PlaceKind, IconName>> = { building: 'building', unit: 'building', house: 'home', area: 'place' }

/** Building → unit → house, one level at a time, with the way back in sight. */
export function PlacePicker({ open, estate, want, onChoose, onClose, onOther }: PickerProps) {
  const say = useSay()
  const [way, setWay] = useState<ChosenPlace[]>([])
  useEffect(() => {
    if (open) setWay([])
  }, [open])
  const here = way[way.length - 1]
  const call = useCall(
    contract.endpoints.rooms,
    open ? { params: { id: estate.id }, query: here === undefined ? {} : { under: here.id } } : null,
  )
  const label = (last?: string) => [...way.map((one) => one.label), ...(last === undefined ? [] : [last])].join('')
  const current: ChosenPlace = here === undefined ? { id: estate.id, label: estate.name, kind: 'estate' } : { ...here, label: label() }

  return (
    <Sheet open={open} id="place-picker" title={say(words.title)} onClose={onClose}>
      <PlaceFinder
        estate={estate}
        want={want}
        onChoose={({ placeId, kind, label }) => onChoose({ id: placeId, kind, label: label.split(' · ').slice(1).join('') || label })}
      >
        <Box className="row between gap-8">
          <Box className="secondary grow clip">{[estate.name, ...way.map((one) => one.label)].join(' · ')}</Box>
          {way.length > 0 ? (
            <LinkButton icon="back" onTap={() => setWay(way.slice(0, -1))}>
              {say(words.up)}
            </LinkButton>
          ) : onOther ? (
            <LinkButton id="other-estate" onTap={onOther}>
              {say(words.otherEstate)}
            </LinkButton>
          ) : null}
        </Box>
        {want === 'area' ? (
          <PlainButton id="place-here" onTap={() => onChoose(current)}>
            {say(words.whole)}
          </PlainButton>
        ) : null}
        <Loaded of={call} shape="rows">
          {({ items }) =>
            items.length === 0 ? (
              <Box className="secondary center place-none">{say(words.empty)}</Box>
            ) : (
              <Box className="place-rows">
                {items
                  .filter(({ kind }) => want === 'area' || kind !== 'area')
                  .map((item) => (
                    <Cell
                      key={item.id}
                      id={`place-${item.id}`}
                      icon={icons[item.kind] ?? 'place'}
                      title={item.name}
                      onTap={() => {
                        const chosen = { id: item.id, label: item.name, kind: item.kind }
                        if (item.kind === 'house' || item.kind === 'area') onChoose({ ...chosen, label: label(item.name) })
                        else setWay([...way, chosen])
                      }}
                    />
                  ))}
              </Box>
            )
          }
        </Loaded>
      </PlaceFinder>
    </Sheet>
  )
}
