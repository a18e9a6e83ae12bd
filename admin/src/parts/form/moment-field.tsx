import { DatePicker } from 'antd'
import dayjs from 'dayjs'

interface Props {
  readonly id?: string
  readonly value?: string | null
  readonly onChange?: (at: string | null) => void
  readonly placeholder?: string
}

/** A time to come, to the minute; it travels as an instant. */
export const MomentField = ({ id, value, onChange, placeholder }: Props) => (
  <DatePicker
    {...(id === undefined ? {} : { id })}
    {...(placeholder === undefined ? {} : { placeholder })}
    showTime={{ format: 'HH:mm' }}
    format="YYYY-MM-DD HH:mm"
    minDate={dayjs()}
    value={value ? dayjs(value) : null}
    onChange={(at) => onChange?.(at === null ? null : at.second(0).millisecond(0).toISOString())}
    style={{ width: '100%' }}
  />
)
