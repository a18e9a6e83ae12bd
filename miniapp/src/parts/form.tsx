import { useSettings } from '@liren/client'
import type { Fault } from '@liren/contract'
import type { ReactNode } from 'react'
import { Box, Tap } from '@/platform/elements'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import { Icon } from './icon'
import './form.css'

/** The fault of one field, by the path the server names it with: `body.phone`. */
export const faultOf = (faults: readonly Fault[], path: string): Fault | undefined =>
  faults.find((fault) => fault.path === path || fault.path.startsWith(`${path}.`))

interface FormRowProps {
  readonly title: string
  readonly fault?: Fault | undefined
  readonly optional?: boolean
  readonly children: ReactNode
  readonly hint?: string
}

/** A field with its name above and what is wrong with it below. */
export function FormRow({ title, fault, optional, hint, children }: FormRowProps) {
  const say = useSay()
  const { language } = useSettings()
  return (
    <Box className={`form-row ${fault ? 'form-row-faulty' : ''}`}>
      <Box className="form-title">
        {title}
        {optional ? <Box className="form-optional small">{say(common.optional)}</Box> : null}
      </Box>
      {children}
      {fault ? (
        <Box className="form-fault" role="alert">
          <Icon name="alert" /> {fault[language]}
        </Box>
      ) : hint ? (
        <Box className="secondary form-hint">{hint}</Box>
      ) : null}
    </Box>
  )
}

export interface Option<T extends string> {
  readonly value: T
  readonly words: string
  readonly id?: string
}

/** One of a few; all are seen at once. */
export function Choices<T extends string>({
  value,
  options,
  onChange,
  label,
}: {
  value: T | undefined
  options: readonly Option<T>[]
  onChange: (value: T) => void
  label: string
}) {
  return (
    <Box className="choices" role="radiogroup" label={label}>
      {options.map((option) => (
        <Tap
          key={option.value}
          {...(option.id ? { id: option.id } : {})}
          className={`choice ${option.value === value ? 'choice-on' : ''}`}
          role="radio"
          checked={option.value === value}
          onTap={() => onChange(option.value)}
        >
          {option.value === value ? <Icon name="check" /> : null}
          {option.words}
        </Tap>
      ))}
    </Box>
  )
}

/** On or off, at once. */
export function SwitchRow({
  id,
  title,
  hint,
  on,
  onChange,
}: {
  id?: string
  title: string
  hint?: string
  on: boolean
  onChange: (on: boolean) => void
}) {
  return (
    <Tap {...(id ? { id } : {})} className="switch-row row" role="switch" checked={on} label={title} onTap={() => onChange(!on)}>
      <Box className="grow">
        <Box>{title}</Box>
        {hint ? <Box className="secondary">{hint}</Box> : null}
      </Box>
      <Box className={`switch ${on ? 'switch-on' : ''}`} mute>
        <Box className="switch-knob">{on ? <Icon name="check" /> : null}</Box>
      </Box>
    </Tap>
  )
}

/** A box to tick; never ticked beforehand. */
export function Tick({ id, on, onChange, children }: { id?: string; on: boolean; onChange: (on: boolean) => void; children: ReactNode }) {
  return (
    <Tap {...(id ? { id } : {})} className="tick row gap-8" role="checkbox" checked={on} onTap={() => onChange(!on)}>
      <Box className={`tick-box ${on ? 'tick-on' : ''}`} mute>
        {on ? <Icon name="check" /> : null}
      </Box>
      <Box className="grow secondary">{children}</Box>
    </Tap>
  )
}
