import { useClient, useObservable } from '@liren/client'
import type { Fault } from '@liren/contract'
import { useState } from 'react'
import { Box, Field, Tap } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { reportWords as words } from '@/words/report'
import { EstatePicker } from '../estate-picker'
import { Choices, FormRow } from '../form'
import { Icon } from '../icon'
import { useMe } from '../me'
import { PlacePicker } from '../place-picker'
import type { ReportValue } from './value'
import type { Estate } from './work-estate'
import './place-row.css'

interface PlaceRowProps {
  readonly value: ReportValue
  /** Where whoever reports works. */
  readonly work: Estate | undefined
  /** Reported for others: one's own home is not meant. */
  readonly ofOthers: boolean
  readonly fault: Fault | undefined
  readonly onChange: (part: Partial<ReportValue>) => void
}

/** My home or a public area; the rest is a tap, and where the tree of places ends a word of one's own. */
export function PlaceRow({ value, work, ofOthers, fault, onChange }: PlaceRowProps) {
  const say = useSay()
  const { me } = useMe()
  const { community } = useClient()
  const chosen = useObservable(community)
  const [picking, setPicking] = useState<'estate' | 'place'>()
  const houses = ofOthers ? [] : (me?.households ?? [])
  const house = houses.find(({ houseId }) => houseId === value.place?.id) ?? houses[0]
  const estate = house?.estate ?? work ?? chosen ?? undefined
  /** What is being picked; until then the place is what it was. */
  const [wanted, setWanted] = useState<'home' | 'public'>()
  const side = wanted ?? (value.place === null ? undefined : value.place.home ? 'home' : 'public')

  const pick = (what: 'home' | 'public') => {
    setWanted(what)
    setPicking(estate ? 'place' : 'estate')
  }
  const close = () => {
    setWanted(undefined)
    setPicking(undefined)
  }
  const choose = (place: NonNullable<ReportValue['place']>) => {
    close()
    onChange({ place })
  }
  const turnTo = (to: 'home' | 'public') => {
    const mine = houses[0]
    if (to === 'home' && mine) choose({ id: mine.houseId, label: mine.name, home: true })
    else if (to === 'public' && estate) choose({ id: estate.id, label: estate.name, home: false })
    else pick(to)
  }

  return (
    <Box id="row-placeId">
      <FormRow title={say(words.where)} fault={fault}>
        <Choices
          label={say(words.where)}
          value={side}
          options={[
            { value: 'home', words: say(ofOthers ? words.someHome : words.myHome), id: 'place-home' },
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
          <Tap
            className="place-chosen row gap-8"
            onTap={() => setPicking('place')}
            label={`${say(words.choosePlace)} ${value.place.label}`}
          >
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
          open={picking === 'place'}
          {...(ofOthers ? { onOther: () => setPicking('estate') } : {})}
          estate={estate}
          want={side === 'home' ? 'house' : 'area'}
          onClose={close}
          onChoose={(place) => choose({ id: place.id, label: place.label, home: place.kind === 'house' })}
        />
      ) : null}
      <EstatePicker
        open={picking === 'estate'}
        onClose={close}
        onChoose={(choice) => {
          community.choose(choice)
          if (side === 'home') setPicking('place')
          else choose({ id: choice.id, label: choice.name, home: false })
        }}
      />
    </Box>
  )
}
