import type { Field, Option } from '@liren/contract/archive/index'
import { DatePicker, Input, InputNumber, Select, Switch } from 'antd'
import dayjs from 'dayjs'
import { useText } from '../../app/language/use.ts'
import { FilesInput } from './files-input.tsx'

interface Props {
  readonly field: Field
  readonly options: readonly Option[]
  readonly id?: string
  readonly value?: unknown
  readonly onChange?: (value: unknown) => void
  readonly placeholder?: string | undefined
}

/** One field of a file, drawn by its kind. */
export function FieldInput({ field, options, id, value, onChange, placeholder }: Props) {
  const say = useText()
  const shared = { ...(id === undefined ? {} : { id }), ...(placeholder === undefined ? {} : { placeholder }) }
  switch (field.kind) {
    case 'note':
      return (
        <Input.TextArea
          {...shared}
          rows={3}
          maxLength={field.max}
          showCount
          value={value as string}
          onChange={(event) => onChange?.(event.target.value)}
        />
      )
    case 'whole':
    case 'number':
      return (
        <InputNumber
          {...shared}
          value={(value as number | null) ?? null}
          min={field.min ?? 0}
          max={field.max}
          {...(field.kind === 'whole' ? { precision: 0 } : {})}
          {...(field.unit ? { suffix: say(field.unit) } : {})}
          onChange={(next) => onChange?.(next)}
          style={{ width: '100%' }}
        />
      )
    case 'flag':
      return <Switch {...shared} checked={value === true} onChange={(next) => onChange?.(next)} />
    case 'choice':
      return (
        <Select
          {...shared}
          allowClear={!field.required}
          value={value as string}
          onChange={(next) => onChange?.(next ?? null)}
          options={options.map((option) => ({ value: option.code, label: say(option.text) }))}
          showSearch={options.length > 10}
          optionFilterProp="label"
        />
      )
    case 'day':
      return (
        <DatePicker
          {...(id === undefined ? {} : { id })}
          value={typeof value === 'string' && /^\d{4}-/.test(value) ? dayjs(value) : null}
          onChange={(day) => onChange?.(day === null ? null : day.format('YYYY-MM-DD'))}
          style={{ width: '100%' }}
        />
      )
    case 'files':
      return (
        <FilesInput
          {...(id === undefined ? {} : { id })}
          value={(value as string[] | null) ?? []}
          onChange={(ids) => onChange?.(ids)}
          most={field.max ?? 9}
        />
      )
    default:
      return (
        <Input
          {...shared}
          value={value as string}
          maxLength={field.max}
          autoComplete="off"
          {...(field.kind === 'phone' ? { inputMode: 'tel' as const } : {})}
          onChange={(event) => onChange?.(event.target.value)}
        />
      )
  }
}
