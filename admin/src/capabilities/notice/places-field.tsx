import { type Place, type PlaceKind, place, placeKindTexts } from '@liren/contract/capabilities/place'
import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { words } from './editor-words.ts'

interface Props {
  readonly id?: string
  readonly value?: string[]
  readonly onChange?: (ids: string[]) => void
  /** Where they lie. */
  readonly within: string | undefined
  /** Chosen before: they have their names though they are not among the first. */
  readonly known: readonly { readonly id: string; readonly name: string }[]
}

const separator = ' · '
/** 枫林雅苑 · 3幢: a building is known by its estate. */
const nameOf = ({ kind, name, fullName }: Place) => (kind === 'building' ? fullName.split(separator).slice(-2).join(separator) : name)

/** Parts of a place: several estates, grids and buildings, by name. */
export function PlacesField({ id, value = [], onChange, within, known }: Props) {
  const t = useWords(words)
  const say = useText()
  const [text, setText] = useState('')
  const [q, setQ] = useState<string>()
  useEffect(() => {
    const timer = setTimeout(() => setQ(text.trim() || undefined), 250)
    return () => clearTimeout(timer)
  }, [text])
  const query = (kind: PlaceKind) => (within === undefined ? null : { query: { parentId: within, kind, q, limit: 100 } })
  const asked = {
    building: usePages(place.endpoints.list, query('building')),
    grid: usePages(place.endpoints.list, query('grid')),
    estate: usePages(place.endpoints.list, query('estate')),
  }
  const groups = Object.entries(asked).map(([kind, { data = [] }]) => ({
    label: say(placeKindTexts[kind as PlaceKind]),
    options: data.filter((one) => one.id !== within).map((one) => ({ value: one.id, label: nameOf(one) })),
  }))
  const found = new Set(groups.flatMap(({ options }) => options.map((option) => option.value)))
  const others = known.filter((one) => !found.has(one.id)).map((one) => ({ value: one.id, label: one.name }))
  return (
    <Select<string[]>
      mode="multiple"
      {...(id === undefined ? {} : { id })}
      value={value}
      onChange={onChange}
      disabled={within === undefined}
      maxCount={50}
      showSearch={{ filterOption: false, onSearch: setText }}
      placeholder={t(within === undefined ? 'placeFirst' : 'placesFind')}
      notFoundContent={t('placesNone')}
      loading={Object.values(asked).some(({ asking }) => asking)}
      options={[...groups.filter(({ options }) => options.length > 0), ...(q === undefined ? others : [])]}
    />
  )
}
