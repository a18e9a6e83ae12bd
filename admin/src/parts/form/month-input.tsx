import { DatePicker } from 'antd'
import dayjs from 'dayjs'

/** A month of the calendar that is always one: 2026-03. */
export const MonthInput = ({ label, value, onChange }: { label: string; value: string; onChange: (month: string) => void }) => (
  <DatePicker
    picker="month"
    aria-label={label}
    allowClear={false}
    value={dayjs(`${value}-01`)}
    onChange={(month) => month && onChange(month.format('YYYY-MM'))}
  />
)
