import { useClient, useObservable, useSettings } from '@liren/client'
import type { CSSProperties } from 'react'
import { dark as darkColours, elderDark, elderLight, light } from '@/look/tokens'

export interface LookOfPage {
  readonly className: string
  readonly style: CSSProperties
  readonly dark: boolean
  readonly elder: boolean
  readonly scale: number
  readonly page: string
}

/** How pages look on this device right now: the person's choice, else that of the system. */
export function useLook(): LookOfPage {
  const { platform } = useClient()
  const { appearance, elder, fontScale } = useSettings()
  const system = useObservable(platform.dark)
  const dark = appearance === 'dark' || (appearance === 'system' && system)
  const scale = Math.round(fontScale * platform.fontScale * 100) / 100
  const { page } = elder ? (dark ? elderDark : elderLight) : dark ? darkColours : light
  return {
    className: `look${dark ? ' look-dark' : ''}${elder ? ' look-elder' : ''}`,
    style: { '--scale': scale } as CSSProperties,
    dark,
    elder,
    scale,
    page,
  }
}
