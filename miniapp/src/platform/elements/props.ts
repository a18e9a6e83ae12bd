import type { CSSProperties, ReactNode } from 'react'

/** What every element of a screen may be told, on both ends. */
export interface Basics {
  readonly id?: string
  readonly className?: string
  readonly style?: CSSProperties
  readonly children?: ReactNode
  /** Spoken instead of the content. */
  readonly label?: string
  readonly role?: string
  /** Spoken when it changes. */
  readonly live?: 'polite' | 'assertive'
  /** Only decoration: passed over by screen readers. */
  readonly mute?: boolean
}

export interface BoxProps extends Basics {
  /** What it means on the web; a mini-program knows only views. */
  readonly as?: 'div' | 'section' | 'header' | 'footer' | 'main' | 'nav' | 'ul' | 'li' | 'h1' | 'h2' | 'h3'
}

export interface TapProps extends Basics {
  readonly onTap: () => void
  readonly onLongTap?: () => void
  readonly disabled?: boolean
  /** For tabs, switches and options. */
  readonly checked?: boolean
}

export interface FieldProps {
  readonly id?: string
  readonly className?: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onBlur?: () => void
  readonly onDone?: () => void
  readonly placeholder?: string
  readonly label: string
  readonly kind?: 'text' | 'number' | 'tel' | 'search' | 'password'
  readonly maxLength?: number
  readonly disabled?: boolean
  readonly faulty?: boolean
}

export interface AreaProps extends Omit<FieldProps, 'kind' | 'onDone'> {
  readonly rows?: number
}

export interface PictureProps {
  readonly src: string
  /** Empty when the picture only decorates. */
  readonly alt: string
  readonly fit?: 'cover' | 'contain'
  readonly className?: string
}

export interface DayFieldProps {
  readonly id?: string
  readonly className?: string
  /** YYYY-MM-DD, or empty. */
  readonly value: string
  readonly onChange: (day: string) => void
  readonly min?: string
  readonly max?: string
  readonly label: string
  readonly placeholder?: string
}

export interface TimeFieldProps extends Omit<DayFieldProps, 'min' | 'max'> {}

export interface ScrollProps extends Basics {
  readonly across?: boolean
}

export interface PhoneTapProps extends Basics {
  /** The one-time code that the server turns into the number; null when the person declined. */
  readonly onCode: (code: string | null) => void
}
