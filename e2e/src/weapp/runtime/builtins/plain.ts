import type { ComponentSpace } from '../engine.ts'
import { type BuiltIn, type Definition, define } from './define.ts'

/** Built-ins that are little more than an element. */
const names = [
  ...['view', 'text', 'cover-view', 'cover-image', 'label', 'swiper-item', 'movable-area', 'movable-view', 'root-portal', 'page-container'],
  ...['match-media', 'picker-view-column', 'picker-view', 'radio-group', 'checkbox-group', 'navigator', 'page-meta', 'open-data'],
  ...['official-account', 'share-element', 'sticky-header', 'sticky-section', 'icon', 'progress', 'live-player', 'camera', 'web-view'],
  ...['ad', 'radio', 'checkbox', 'navigation-bar'],
]

const common = {
  hidden: false,
  hoverClass: '',
  name: '',
  value: '',
  checked: false,
  disabled: false,
  url: '',
  type: '',
  percent: 0,
  src: '',
  animation: null,
}

const hidden: Definition['observers'] = {
  hidden(this: BuiltIn, value: unknown) {
    this.$$?.toggleAttribute('hidden', Boolean(value))
  },
}

const scrollView: Definition = {
  properties: {
    ...common,
    scrollX: false,
    scrollY: false,
    scrollTop: 0,
    scrollLeft: 0,
    scrollIntoView: '',
    refresherEnabled: false,
    refresherTriggered: false,
  },
  attached() {
    const element = this.$$
    let above = true
    element.addEventListener('scroll', () => {
      const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight } = element
      this.triggerEvent('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth, deltaX: 0, deltaY: 0 })
      const low = scrollTop + clientHeight >= scrollHeight - 50
      if (low && above) this.triggerEvent('scrolltolower', { direction: 'bottom' })
      above = !low
    })
  },
  observers: {
    scrollTop(this: BuiltIn, value: unknown) {
      if (this.$$ && Number(value) >= 0) this.$$.scrollTop = Number(value)
    },
    scrollIntoView(this: BuiltIn, id: unknown) {
      if (id) document.getElementById(String(id))?.scrollIntoView()
    },
  },
}

const richText: Definition = {
  properties: { ...common, nodes: null },
  observers: {
    nodes(this: BuiltIn, value: unknown) {
      if (typeof value === 'string') this.$$.textContent = new DOMParser().parseFromString(value, 'text/html').body.textContent
    },
  },
}

const swiper: Definition = {
  properties: { ...common, current: 0, circular: false, autoplay: false, interval: 5000, duration: 500, vertical: false },
  attached() {
    const element = this.$$
    let last = 0
    element.addEventListener('scroll', () => {
      const current = Math.round(element.scrollLeft / Math.max(1, element.clientWidth))
      if (current === last) return
      last = current
      this.triggerEvent('change', { current, source: 'touch' })
    })
  },
  observers: {
    current(this: BuiltIn, value: unknown) {
      if (this.$$) this.$$.scrollLeft = this.$$.clientWidth * Number(value)
    },
  },
}

export function plainBuiltins(space: ComponentSpace): Record<string, unknown> {
  const simple = names.map((name) => [name, define(space, name, { properties: common, ...(hidden ? { observers: hidden } : {}) })])
  return {
    ...Object.fromEntries(simple),
    'scroll-view': define(space, 'scroll-view', scrollView),
    'rich-text': define(space, 'rich-text', richText),
    swiper: define(space, 'swiper', swiper),
  }
}
