import { DatePicker } from 'antd'
import dayjs from 'dayjs'

/** A day of the calendar, as it is written: 2026-03-02. */
export const DayInput = ({ value, onChange, id }: { value?: string; onChange?: (day: string | undefined) => void; id?: string }) => (
  <DatePicker
    {...(id === undefined ? {} : { id })}
    value={value ? dayjs(value) : null}
    onChange={(day) => onChange?.(day === null ? undefined : day.format('YYYY-MM-DD'))}
    style={{ width: '100%' }}
  />
)
