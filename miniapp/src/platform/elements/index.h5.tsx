import { createElement } from 'react'
import type {
  AreaProps,
  Basics,
  BoxProps,
  DayFieldProps,
  FieldProps,
  PhoneTapProps,
  PictureProps,
  ScrollProps,
  TapProps,
  TimeFieldProps,
} from './props'

const spoken = ({ label, role, live, mute }: Basics) => ({
  ...(label === undefined ? {} : { 'aria-label': label }),
  ...(role === undefined ? {} : { role }),
  ...(live === undefined ? {} : { 'aria-live': live }),
  ...(mute ? { 'aria-hidden': true } : {}),
})

export function Box({ as = 'div', ...props }: BoxProps) {
  const { id, className, style, children } = props
  return createElement(as, { id, className, style, ...spoken(props) }, children)
}

export function Words(props: Basics) {
  const { id, className, style, children } = props
  return (
    <span id={id} className={className} style={style} {...spoken(props)}>
      {children}
    </span>
  )
}

export function Tap(props: TapProps) {
  const { id, className = '', style, children, onTap, onLongTap, disabled, checked } = props
  const state = checked === undefined ? {} : props.role === 'tab' ? { 'aria-selected': checked } : { 'aria-checked': checked }
  return (
    <button
      type="button"
      id={id}
      className={`tap ${className} ${disabled ? 'tap-off' : ''}`}
      style={style}
      disabled={disabled}
      onClick={onTap}
      onContextMenu={
        onLongTap &&
        ((event) => {
          event.preventDefault()
          onLongTap()
        })
      }
      {...spoken(props)}
      {...state}
    >
      {children}
    </button>
  )
}

const kinds = { text: 'text', search: 'search', password: 'password', number: 'text', tel: 'tel' } as const

export function Field({
  id,
  className,
  value,
  onChange,
  onBlur,
  onDone,
  placeholder,
  label,
  kind = 'text',
  maxLength,
  disabled,
  faulty,
}: FieldProps) {
  return (
    <input
      id={id}
      className={className}
      value={value}
      type={kinds[kind]}
      inputMode={kind === 'number' ? 'numeric' : undefined}
      placeholder={placeholder}
      aria-label={label}
      aria-invalid={faulty || undefined}
      maxLength={maxLength}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
      onKeyDown={onDone && ((event) => event.key === 'Enter' && !event.nativeEvent.isComposing && onDone())}
    />
  )
}

export function Area({ id, className, value, onChange, onBlur, placeholder, label, maxLength, disabled, faulty, rows = 3 }: AreaProps) {
  return (
    <textarea
      id={id}
      className={className}
      value={value}
      rows={rows}
      placeholder={placeholder}
      aria-label={label}
      aria-invalid={faulty || undefined}
      maxLength={maxLength}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
    />
  )
}

export function Picture({ src, alt, fit = 'cover', className }: PictureProps) {
  return <img className={className} src={src} alt={alt} loading="lazy" decoding="async" style={{ objectFit: fit }} />
}

export function DayField({ id, className, value, onChange, min, max, label }: DayFieldProps) {
  return (
    <input
      id={id}
      className={className}
      type="date"
      value={value}
      min={min}
      max={max}
      aria-label={label}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

export function TimeField({ id, className, value, onChange, label }: TimeFieldProps) {
  return (
    <input id={id} className={className} type="time" value={value} aria-label={label} onChange={(event) => onChange(event.target.value)} />
  )
}

export function Scroll({ className = '', children, across, ...rest }: ScrollProps) {
  return (
    <div className={`${className} ${across ? 'scroll-across' : 'scroll-down'}`} {...spoken(rest)}>
      {children}
    </div>
  )
}

export const PhoneTap: ((props: PhoneTapProps) => React.JSX.Element) | null = null
export const ShareTap: ((props: Basics) => React.JSX.Element) | null = null
