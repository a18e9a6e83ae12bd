import type { Page } from 'playwright-core'

/** What a screen must hold to be read and touched with ease. */
export interface Measure {
  /** Of words to what is behind them; large words need less. */
  readonly contrast: number
  readonly largeContrast: number
  readonly textPx: number
  readonly touchPx: number
  /** On a desk a smaller one will do that has so much room to itself. */
  readonly mayBeSpaced: boolean
}

export interface Finding {
  readonly rule: 'contrast' | 'text' | 'touch'
  readonly figure: number
  /** The words, and the way to the element. */
  readonly what: string
}

/** Everything on the page that is drawn, measured as the browser drew it; what cannot be judged (words on a picture) is left out. */
export const findingsOn = (page: Page, measure: Measure): Promise<Finding[]> => page.evaluate(look, measure)

/** Runs inside the page: nothing from outside is known here. */
function look({ contrast, largeContrast, textPx, touchPx, mayBeSpaced }: Measure): Finding[] {
  type Colour = readonly [number, number, number, number]
  const found = new Map<string, Finding>()
  const note = (rule: Finding['rule'], figure: number, element: Element, words: string) => {
    const way: string[] = []
    for (let at: Element | null = element; at && way.length < 3; at = at.parentElement)
      way.unshift(`${at.tagName.toLowerCase()}${at.id ? `#${at.id}` : ''}.${[...at.classList].slice(0, 3).join('.')}`)
    const what = `${words.slice(0, 24)} (${way.join(' > ')})`
    found.set(`${rule} ${what}`, { rule, figure: Math.round(figure * 100) / 100, what })
  }

  const read = (value: string): Colour => {
    const numbers = (value.match(/-?[\d.]+(?:e-?\d+)?%?/g) ?? []).map((text) =>
      text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text),
    )
    const [r = 0, g = 0, b = 0, a = 1] = numbers
    return value.startsWith('color(srgb') ? [r * 255, g * 255, b * 255, a] : [r, g, b, a]
  }
  const over = ([r, g, b, a]: Colour, below: Colour): Colour => [
    ...([r * a + below[0] * (1 - a), g * a + below[1] * (1 - a), b * a + below[2] * (1 - a)] as const),
    1,
  ]
  const light = ([r, g, b]: Colour): number => {
    const part = (value: number) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
  }
  const ratio = (one: Colour, other: Colour): number => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a) as [number, number]
    return (high + 0.05) / (low + 0.05)
  }
  /** The colours behind an element, nearest first, down to one that hides the rest; undefined above a picture. */
  const behind = (element: Element): Colour | undefined => {
    const layers: Colour[] = []
    for (let at: Element | null = element; at; at = at.parentElement) {
      const style = getComputedStyle(at)
      if (style.backgroundImage !== 'none') return undefined
      const colour = read(style.backgroundColor)
      if (colour[3] > 0) layers.push(colour)
      if (colour[3] === 1) break
    }
    const ground: Colour = getComputedStyle(document.documentElement).colorScheme.includes('dark') ? [18, 18, 18, 1] : [255, 255, 255, 1]
    return layers.reduceRight((below, layer) => over(layer, below), ground)
  }
  const faded = (element: Element): number => {
    let whole = 1
    for (let at: Element | null = element; at; at = at.parentElement) whole *= Number(getComputedStyle(at).opacity)
    return whole
  }
  const isSeen = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && element.closest('svg, canvas, [inert]') === null
  const isOff = (element: Element): boolean =>
    element.closest('[disabled], [aria-disabled=true], .ant-pagination-disabled, :disabled') !== null

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const words = (node.textContent ?? '').trim()
    const element = node.parentElement
    if (words === '' || !element || /^(SCRIPT|STYLE|NOSCRIPT|TITLE)$/.test(element.tagName) || !isSeen(element) || isOff(element)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const { width, height } = range.getBoundingClientRect()
    // words for a reader's ear only are a point in size
    if (width < 2 || height < 2 || element.closest('.visually-hidden, .sr-only')) continue
    const style = getComputedStyle(element)
    const size = Number.parseFloat(style.fontSize)
    if (size < textPx) note('text', size, element, words)
    const ground = behind(element)
    if (!ground) continue
    const [r, g, b, a] = read(style.color)
    const seen = ratio(over([r, g, b, a * faded(element)], ground), ground)
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    if (seen < (isLarge ? largeContrast : contrast) - 0.005) note('contrast', seen, element, words)
  }

  const touchable = [
    'button, a[href], input:not([type=hidden]), select, textarea, summary',
    ...['button', 'link', 'switch', 'tab', 'checkbox', 'radio', 'menuitem'].map((role) => `[role=${role}]`),
  ].join()
  // what stands around it and answers for it counts with it
  const answering = 'label, button, a[href], [role=button], .ant-select, .ant-input-affix-wrapper, .ant-picker, .ant-tabs-tab'
  const targets = [...document.querySelectorAll(touchable)]
    .filter((element) => isSeen(element) && !isOff(element))
    // a link among words is as high as its line
    .filter((element) => !(element.tagName === 'A' && getComputedStyle(element).display === 'inline'))
    .map((element) => {
      const own = element.getBoundingClientRect()
      const around = element.closest(answering)?.getBoundingClientRect() ?? own
      return { element, own, box: around.width * around.height > own.width * own.height ? around : own }
    })
    .filter(({ own }) => own.width >= 2 && own.height >= 2)
  for (const { element, box } of targets) {
    const side = Math.min(box.width, box.height)
    if (side >= touchPx - 0.5) continue
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    const isNear = (other: DOMRect) =>
      Math.hypot(Math.max(other.left - x, 0, x - other.right), Math.max(other.top - y, 0, y - other.bottom)) < touchPx / 2
    const isAlone = !targets.some((other) => !other.element.contains(element) && !element.contains(other.element) && isNear(other.box))
    if (mayBeSpaced && isAlone) continue
    const name = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim() || element.tagName.toLowerCase()
    note('touch', side, element, name)
  }
  return [...found.values()]
}
