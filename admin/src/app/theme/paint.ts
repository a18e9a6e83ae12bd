import type { Mode } from './antd.ts'
import { dark, fontStack, light, monoStack, series, variableName } from './tokens.ts'

/** Put the tokens of a mode on the page as CSS variables. */
export function paint(mode: Mode, root: HTMLElement = document.documentElement): void {
  const tokens = mode === 'dark' ? dark : light
  for (const [key, value] of Object.entries(tokens)) root.style.setProperty(variableName(key), value)
  for (const [index, colour] of series[mode].entries()) root.style.setProperty(`--series-${index + 1}`, colour)
  root.style.setProperty('--font', fontStack)
  root.style.setProperty('--mono', monoStack)
  root.style.colorScheme = mode
  root.dataset.theme = mode
}
