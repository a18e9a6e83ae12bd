import type { Look } from './chrome'

export type { Look }

export function setTitle(title: string): void {
  document.title = `${title} · 里仁`
}

/** What is drawn outside of the page (overscroll, overlays of the component library) wears the same look. */
export function paintChrome({ dark, elder, page, scale }: Look): void {
  const root = document.documentElement
  root.className = `look ${dark ? 'look-dark' : ''} ${elder ? 'look-elder' : ''}`
  root.style.setProperty('--scale', String(scale))
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', page)
}

export const drawsBar = true

export function scrollToTop(): void {
  document.scrollingElement?.scrollTo({ top: 0, behavior: 'smooth' })
  for (const page of document.querySelectorAll('.taro_page')) page.scrollTo({ top: 0, behavior: 'smooth' })
}

export function scrollTo(id: string): void {
  const target = document.getElementById(id)
  target?.scrollIntoView({ block: 'center', behavior: 'smooth' })
  target?.focus({ preventScroll: true })
}
