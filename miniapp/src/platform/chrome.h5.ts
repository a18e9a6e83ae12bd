import type { Look } from './chrome'

export type { Look }

export function setTitle(title: string): void {
  document.title = `${title} · 里仁`
}

/** What is drawn outside of the page (overscroll, overlays of the component library) wears the same look. */
let still = false
const behavior = () => (still ? 'auto' : 'smooth')

export function paintChrome({ dark, elder, still: calm, page, scale, tight }: Look): void {
  still = calm
  const root = document.documentElement
  root.className = `look ${dark ? 'look-dark' : ''} ${elder ? 'look-elder' : ''} ${calm ? 'look-still' : ''}`
  root.style.setProperty('--scale', String(scale))
  root.style.setProperty('--scale-tight', String(tight))
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', page)
}

export const drawsBar = true

export function scrollToTop(): void {
  document.scrollingElement?.scrollTo({ top: 0, behavior: behavior() })
  for (const page of document.querySelectorAll('.taro_page')) page.scrollTo({ top: 0, behavior: behavior() })
}

export function scrollTo(id: string): void {
  const target = document.getElementById(id)
  target?.scrollIntoView({ block: 'center', behavior: behavior() })
  target?.focus({ preventScroll: true })
}
