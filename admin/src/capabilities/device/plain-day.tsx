import { DatePicker } from 'antd'
import dayjs from 'dayjs'

/** A day of the calendar, as YYYY-MM-DD wherever it is read. */
export function PlainDay({ value, onChange, id }: { value?: string | null; onChange?: (day: string | null) => void; id?: string }) {
  return (
    <DatePicker
      {...(id === undefined ? {} : { id })}
      value={value ? dayjs(value) : null}
      onChange={(day) => onChange?.(day === null ? null : day.format('YYYY-MM-DD'))}
      style={{ width: '100%' }}
    />
  )
}
