import { DatePicker } from 'antd'
import dayjs from 'dayjs'

/** A day of a calendar that travels as an instant: its first moment, or its last when it ends something. */
export function DayField({
  value,
  onChange,
  end = false,
  id,
}: {
  value?: string | null
  onChange?: (at: string | null) => void
  end?: boolean
  id?: string
}) {
  return (
    <DatePicker
      {...(id === undefined ? {} : { id })}
      value={value ? dayjs(value) : null}
      onChange={(day) => onChange?.(day === null ? null : (end ? day.endOf('day') : day.startOf('day')).toISOString())}
      style={{ width: '100%' }}
    />
  )
}
