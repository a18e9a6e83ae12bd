import type { ComponentSpace } from '../engine.ts'
import type { TestHooks } from '../types.ts'
import { ownAddress } from '../wx/network.ts'
import { type BuiltIn, type Definition, define } from './define.ts'

interface Picture extends BuiltIn {
  image?: HTMLImageElement
}
export interface CanvasElement extends HTMLElement {
  __canvas?: HTMLCanvasElement
}

const fits: Readonly<Record<string, string>> = { aspectFill: 'cover', aspectFit: 'contain', widthFix: 'contain' }

/** `wxfile://` paths are bytes that this page holds; pictures of the server come the way its answers do. */
const addressOf = (hooks: TestHooks, src: unknown): string => {
  const path = String(src ?? '')
  const bytes = hooks.files.get(path)
  if (bytes) return URL.createObjectURL(bytes)
  return /^https?:/.test(path) ? ownAddress(path) : path
}

function image(hooks: TestHooks): Definition {
  return {
    properties: { src: '', mode: 'scaleToFill', lazyLoad: false, showMenuByLongpress: false, webp: false },
    attached(this: Picture) {
      const inner = document.createElement('img')
      this.image = inner
      inner.alt = ''
      inner.style.cssText = `width:100%;height:100%;display:block;object-fit:${fits[String(this.data.mode)] ?? 'fill'}`
      inner.onload = () => this.triggerEvent('load', { width: inner.naturalWidth, height: inner.naturalHeight })
      inner.onerror = () => this.triggerEvent('error', { errMsg: 'load failed' })
      if (this.data.src) inner.src = addressOf(hooks, this.data.src)
      this.$$.append(inner)
    },
    observers: {
      src(this: Picture, value: unknown) {
        if (this.image && value) this.image.src = addressOf(hooks, value)
      },
    },
  }
}

const canvas: Definition = {
  properties: { type: '', canvasId: '', disableScroll: false },
  attached() {
    const inner = document.createElement('canvas')
    inner.style.cssText = 'width:100%;height:100%;display:block'
    ;(this.$$ as CanvasElement).__canvas = inner
    this.$$.append(inner)
  },
}

const map: Definition = {
  properties: { latitude: 0, longitude: 0, scale: 16, markers: null, polyline: null, polygons: null, showLocation: false },
  observers: {
    markers(this: BuiltIn, markers: unknown) {
      if (this.$$) this.$$.dataset.markers = String(Array.isArray(markers) ? markers.length : 0)
    },
  },
}

const video: Definition = {
  properties: { src: '', controls: true, autoplay: false, poster: '' },
  attached() {
    const inner = document.createElement('video')
    inner.src = String(this.data.src ?? '')
    inner.controls = Boolean(this.data.controls)
    inner.style.width = '100%'
    this.$$.append(inner)
  },
}

export function mediaBuiltins(space: ComponentSpace, hooks: TestHooks): Record<string, unknown> {
  return {
    image: define(space, 'image', image(hooks)),
    canvas: define(space, 'canvas', canvas),
    map: define(space, 'map', map),
    video: define(space, 'video', video),
  }
}
