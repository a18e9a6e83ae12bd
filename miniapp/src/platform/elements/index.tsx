import { Button, Image, Input, Picker, ScrollView, Text, Textarea, View } from '@tarojs/components'
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

/** Names that the template of the mini-program passes on; see config/aria.cjs. */
const spoken = ({ label, role, live, mute }: Basics) => ({
  ...(label === undefined ? {} : { ariaLabel: label }),
  ...(role === undefined ? {} : { ariaRole: role }),
  ...(live === undefined ? {} : { ariaLive: live }),
  ...(mute ? { ariaHidden: true } : {}),
})

export function Box(props: BoxProps) {
  const { id, className, style, children } = props
  return (
    <View {...(id ? { id } : {})} className={className ?? ''} style={style ?? {}} {...spoken(props)}>
      {children}
    </View>
  )
}

export function Words(props: Basics) {
  const { id, className, style, children } = props
  return (
    <Text {...(id ? { id } : {})} className={className ?? ''} style={style ?? {}} {...spoken(props)}>
      {children}
    </Text>
  )
}

export function Tap(props: TapProps) {
  const { id, className = '', style, children, onTap, onLongTap, disabled, checked } = props
  return (
    <View
      {...(id ? { id } : {})}
      className={`tap ${className} ${disabled ? 'tap-off' : ''}`}
      style={style ?? {}}
      hoverClass={disabled ? 'none' : 'tap-down'}
      hoverStayTime={80}
      onClick={disabled ? undefined : onTap}
      {...(onLongTap ? { onLongPress: onLongTap } : {})}
      {...spoken({ role: 'button', ...props })}
      {...(checked === undefined ? {} : { ariaChecked: checked })}
      {...(disabled ? { ariaDisabled: true } : {})}
    >
      {children}
    </View>
  )
}

const keyboards = { text: 'text', search: 'text', password: 'text', number: 'number', tel: 'number' } as const

export function Field({
  id,
  className = '',
  value,
  onChange,
  onBlur,
  onDone,
  placeholder = '',
  label,
  kind = 'text',
  maxLength = 200,
  disabled = false,
}: FieldProps) {
  return (
    <Input
      {...(id ? { id } : {})}
      className={className}
      value={value}
      type={keyboards[kind]}
      password={kind === 'password'}
      confirmType={kind === 'search' ? 'search' : 'done'}
      placeholder={placeholder}
      placeholderClass="placeholder"
      maxlength={maxLength}
      disabled={disabled}
      {...spoken({ label })}
      onInput={(event) => onChange(event.detail.value)}
      {...(onBlur ? { onBlur } : {})}
      {...(onDone ? { onConfirm: onDone } : {})}
    />
  )
}

export function Area({
  id,
  className = '',
  value,
  onChange,
  onBlur,
  placeholder = '',
  label,
  maxLength = 1000,
  disabled = false,
}: AreaProps) {
  return (
    <Textarea
      {...(id ? { id } : {})}
      className={className}
      value={value}
      placeholder={placeholder}
      placeholderClass="placeholder"
      maxlength={maxLength}
      disabled={disabled}
      autoHeight
      showConfirmBar={false}
      {...spoken({ label })}
      onInput={(event) => onChange(event.detail.value)}
      {...(onBlur ? { onBlur } : {})}
    />
  )
}

export function Picture({ src, alt, fit = 'cover', className = '' }: PictureProps) {
  return (
    <Image
      className={className}
      src={src}
      mode={fit === 'cover' ? 'aspectFill' : 'aspectFit'}
      lazyLoad
      {...spoken(alt ? { label: alt } : { mute: true })}
    />
  )
}

export function DayField({ id, className = '', value, onChange, min, max, label, placeholder = '' }: DayFieldProps) {
  return (
    <Picker
      mode="date"
      value={value}
      onChange={(event) => onChange(event.detail.value)}
      {...(min ? { start: min } : {})}
      {...(max ? { end: max } : {})}
    >
      <View {...(id ? { id } : {})} className={`${className} ${value ? '' : 'placeholder'}`} {...spoken({ label, role: 'button' })}>
        {value || placeholder}
      </View>
    </Picker>
  )
}

export function TimeField({ id, className = '', value, onChange, label, placeholder = '' }: TimeFieldProps) {
  return (
    <Picker mode="time" value={value} onChange={(event) => onChange(event.detail.value)}>
      <View {...(id ? { id } : {})} className={`${className} ${value ? '' : 'placeholder'}`} {...spoken({ label, role: 'button' })}>
        {value || placeholder}
      </View>
    </Picker>
  )
}

export function Scroll({ className = '', children, across }: ScrollProps) {
  return (
    <ScrollView className={className} scrollX={across ?? false} scrollY={!across} enhanced showScrollbar={false}>
      {children}
    </ScrollView>
  )
}

/** The phone number button of the messenger; one tap, one code. */
export const PhoneTap: ((props: PhoneTapProps) => React.JSX.Element) | null = ({ id, className = '', children, onCode }) => (
  <Button
    {...(id ? { id } : {})}
    className={`bare-button ${className}`}
    openType="getPhoneNumber"
    onGetPhoneNumber={({ detail }) => onCode(detail.code ?? null)}
  >
    {children}
  </Button>
)

/** Opens the sheet that sends this page to a friend. */
export const ShareTap: ((props: Basics) => React.JSX.Element) | null = ({ id, className = '', children }) => (
  <Button {...(id ? { id } : {})} className={`bare-button ${className}`} openType="share">
    {children}
  </Button>
)
