import { useClient, useObservable } from '@liren/client'
import type { Fault } from '@liren/contract'
import { useState } from 'react'
import { Box, Field, Tap } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { reportWords as words } from '@/words/report'
import { Choices, FormRow } from '../form'
import { Icon } from '../icon'
import { useMe } from '../me'
import { PlacePicker } from '../place-picker'
import type { ReportValue } from './value'
import './place-row.css'

interface PlaceRowProps {
  readonly value: ReportValue
  readonly fault: Fault | undefined
  readonly onChange: (part: Partial<ReportValue>) => void
}

/** My home or a public area; the rest is a tap, and where the tree of places ends a word of one's own. */
export function PlaceRow({ value, fault, onChange }: PlaceRowProps) {
  const say = useSay()
  const { me } = useMe()
  const { community } = useClient()
  const chosen = useObservable(community)
  const [picking, setPicking] = useState(false)
  const houses = me?.households ?? []
  const workplace = me?.place?.kind === 'estate' ? me.place : me?.places.find(({ kind }) => kind === 'estate')
  const house = houses.find(({ houseId }) => houseId === value.place?.id) ?? houses[0]
  const estate = house?.estate ?? workplace ?? chosen
  const side = value.place === null ? undefined : value.place.home ? 'home' : 'public'

  const turnTo = (to: 'home' | 'public') => {
    if (to === 'home' && houses.length > 0) {
      const mine = houses[0]
      if (mine) onChange({ place: { id: mine.houseId, label: mine.name, home: true } })
    } else if (to === 'home') setPicking(true)
    else if (estate) onChange({ place: { id: estate.id, label: estate.name, home: false } })
    else setPicking(true)
  }

  return (
    <Box id="row-placeId">
      <FormRow title={say(words.where)} fault={fault}>
        <Choices
          label={say(words.where)}
          value={side}
          options={[
            { value: 'home', words: say(words.myHome), id: 'place-home' },
            { value: 'public', words: say(words.publicArea), id: 'place-public' },
          ]}
          onChange={turnTo}
        />
        {side === 'home' && houses.length > 1 ? (
          <Choices
            label={say(words.chooseHome)}
            value={value.place?.id}
            options={houses.map(({ houseId, name }) => ({ value: houseId, words: name }))}
            onChange={(id) => onChange({ place: { id, label: houses.find(({ houseId }) => houseId === id)?.name ?? '', home: true } })}
          />
        ) : null}
        {value.place ? (
          <Tap className="place-chosen row gap-8" onTap={() => setPicking(true)} label={`${say(words.choosePlace)} ${value.place.label}`}>
            <Icon name="place" className="tone-primary" />
            <Box className="grow">{value.place.label}</Box>
            <Icon name="forward" />
          </Tap>
        ) : null}
        {side === 'public' ? (
          <Field
            id="spot"
            className="input"
            value={value.spot}
            onChange={(spot) => onChange({ spot })}
            label={say(words.spot)}
            placeholder={say(words.spotHint)}
            maxLength={100}
          />
        ) : null}
      </FormRow>
      {estate ? (
        <PlacePicker
          open={picking}
          estate={estate}
          want={side === 'home' ? 'house' : 'area'}
          onClose={() => setPicking(false)}
          onChoose={(place) => {
            setPicking(false)
            onChange({ place: { id: place.id, label: place.label, home: place.kind === 'house' } })
          }}
        />
      ) : null}
    </Box>
  )
}
