import { app, appGroups } from '@liren/contract/capabilities/app'
import { Select } from 'antd'
import { useQuery } from '../../app/api/use.ts'
import { useText } from '../../app/language/use.ts'

/** The pages of the app that residents have. */
export const useTiles = () => useQuery(app.endpoints.tiles, { query: { end: 'resident' } }).data?.items ?? []

interface Props {
  readonly id?: string
  readonly value?: string | null
  readonly onChange?: (code: string | null) => void
  readonly placeholder: string
}

/** The page of the app that a notice leads to, found by its name. */
export function ServiceField({ id, value, onChange, placeholder }: Props) {
  const say = useText()
  const tiles = useTiles()
  const options = Object.entries(appGroups).flatMap(([group, text]) => {
    const own = tiles.filter((tile) => tile.group === group).map((tile) => ({ value: tile.code, label: say(tile.text) }))
    return own.length === 0 ? [] : [{ label: say(text), options: own }]
  })
  return (
    <Select<string>
      {...(id === undefined ? {} : { id })}
      {...(value ? { value } : {})}
      onChange={(code) => onChange?.(code ?? null)}
      options={options}
      showSearch={{ optionFilterProp: 'label' }}
      allowClear
      placeholder={placeholder}
    />
  )
}
