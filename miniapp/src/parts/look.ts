import { mostScale, useClient, useObservable, useSettings } from '@liren/client'
import type { CSSProperties } from 'react'
import { dark as darkColours, elderDark, elderLight, light } from '@/look/tokens'

export interface LookOfPage {
  readonly className: string
  readonly style: CSSProperties
  readonly dark: boolean
  readonly elder: boolean
  /** Nothing moves by itself. */
  readonly still: boolean
  readonly scale: number
  readonly tight: number
  readonly page: string
}

/** Body text ends at 30 px either way: beyond it a line holds too few words to be read as one. */
export const scaleOf = (elder: boolean, wanted: number): number => Math.round(Math.min(wanted, mostScale(elder)) * 100) / 100

/** For what has no room to grow all the way: tabs, signs. */
export const tightOf = (scale: number): number => Math.min(scale, 1.25)

/** How pages look on this device right now: the person's choice, else that of the system. */
export function useLook(): LookOfPage {
  const { platform } = useClient()
  const { appearance, elder, fontScale, reducedMotion } = useSettings()
  const system = useObservable(platform.dark)
  const dark = appearance === 'dark' || (appearance === 'system' && system)
  const scale = scaleOf(elder, fontScale * platform.fontScale)
  const tight = tightOf(scale)
  const { page } = elder ? (dark ? elderDark : elderLight) : dark ? darkColours : light
  return {
    className: `look${dark ? ' look-dark' : ''}${elder ? ' look-elder' : ''}${reducedMotion ? ' look-still' : ''}`,
    still: reducedMotion,
    style: { '--scale': scale, '--scale-tight': tight } as CSSProperties,
    dark,
    elder,
    scale,
    tight,
    page,
  }
}
