import { DatePicker } from 'antd'
import dayjs from 'dayjs'

/** A day of the calendar that travels as it is written: 2026-03-04. */
export function DayOnly({ value, onChange, id }: { value?: string; onChange?: (day: string | undefined) => void; id?: string }) {
  return (
    <DatePicker
      {...(id === undefined ? {} : { id })}
      value={value ? dayjs(value) : null}
      onChange={(day) => onChange?.(day?.format('YYYY-MM-DD'))}
      disabledDate={(day) => day.isAfter(dayjs())}
      style={{ width: '100%' }}
    />
  )
}
