import { device } from '@liren/contract/capabilities/device'
import { Select } from 'antd'
import { useState } from 'react'
import { useQuery } from '../../app/api/use.ts'

interface Props {
  readonly value: readonly string[]
  readonly onChange: (ids: string[]) => void
  readonly label: string
  readonly placeholder: string
  readonly placeId?: string | undefined
  readonly single?: boolean
  readonly kind?: string | undefined
  /** Chosen before, so that it has its name though it is not among the first. */
  readonly known?: { readonly id: string; readonly name: string } | null | undefined
}

/** Devices of a place by name; several may be chosen. */
export function DevicePicker({ value, onChange, label, placeholder, placeId, single = false, kind, known }: Props) {
  const [text, setText] = useState('')
  const asked = useQuery(device.endpoints.list, { query: { q: text.trim() === '' ? undefined : text.trim(), placeId, kind, limit: 50 } })
  const found: readonly { id: string; name: string }[] = asked.data?.items ?? []
  const all = known && !found.some(({ id }) => id === known.id) ? [known, ...found] : found
  const options = all.map((one) => ({ value: one.id, label: one.name }))
  return (
    <Select<string[] | string>
      aria-label={label}
      {...(single ? { allowClear: true } : { mode: 'multiple' as const })}
      style={{ minWidth: 200 }}
      showSearch={{ filterOption: false, onSearch: setText }}
      placeholder={placeholder}
      value={single ? (value[0] ?? []) : [...value]}
      onChange={(next) => onChange(next === undefined ? [] : Array.isArray(next) ? next : [next])}
      options={options}
      loading={asked.asking}
    />
  )
}
