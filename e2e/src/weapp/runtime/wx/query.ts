import type { CanvasElement } from '../builtins/media.ts'

type Measure = (element: Element) => object
type Found = Element | Element[] | null

const screen = () => document.getElementById('screen') as HTMLElement

function rect(element: Element): object {
  const { left, right, top, bottom, width, height } = element.getBoundingClientRect()
  const above = screen().getBoundingClientRect().top
  return { id: element.id, dataset: {}, left, right, top: top - above, bottom: bottom - above, width, height }
}

const scroll = (element: Element) => ({
  scrollTop: element.scrollTop,
  scrollLeft: element.scrollLeft,
  scrollHeight: element.scrollHeight,
  scrollWidth: element.scrollWidth,
  id: element.id,
  dataset: {},
})

/** WeChat hands out canvas nodes with a few methods of their own. */
function canvasNode(element: Element): unknown {
  const canvas = (element as CanvasElement).__canvas ?? (element instanceof HTMLCanvasElement ? element : null)
  if (canvas && !('createImage' in canvas))
    Object.assign(canvas, {
      createImage: () => new Image(),
      requestAnimationFrame: (work: FrameRequestCallback) => window.requestAnimationFrame(work),
    })
  return canvas
}

interface Fields {
  size?: boolean
  rect?: boolean
  node?: boolean
  scrollOffset?: boolean
  id?: boolean
}

const fields =
  (wanted: Fields): Measure =>
  (element) => ({
    ...(wanted.size || wanted.rect ? rect(element) : {}),
    ...(wanted.node ? { node: canvasNode(element) } : {}),
    ...(wanted.scrollOffset ? scroll(element) : {}),
    ...(wanted.id ? { id: element.id } : {}),
    dataset: {},
  })

/** `wx.createSelectorQuery`: questions are collected and answered together, later. */
export function createSelectorQuery(host: () => Element): object {
  const questions: { find: () => Found; measure: Measure; told: ((result: unknown) => void) | undefined }[] = []
  const reference = (find: () => Found) => {
    const ask = (measure: Measure) => (told?: (result: unknown) => void) => {
      questions.push({ find, measure, told })
      return query
    }
    return {
      boundingClientRect: ask(rect),
      scrollOffset: ask(scroll),
      node: ask((element) => ({ node: canvasNode(element) })),
      context: ask(() => ({ context: {} })),
      fields: (wanted: Fields, told?: (result: unknown) => void) => ask(fields(wanted))(told),
    }
  }
  const query = {
    in: () => query,
    select: (selector: string) => reference(() => host().querySelector(selector)),
    selectAll: (selector: string) => reference(() => [...host().querySelectorAll(selector)]),
    selectViewport: () => reference(() => screen()),
    exec(done?: (results: unknown[]) => void) {
      setTimeout(() => {
        const results = questions.map(({ find, measure, told }) => {
          const found = find()
          const result = Array.isArray(found) ? found.map(measure) : found ? measure(found) : null
          told?.(result)
          return result
        })
        done?.(results)
      }, 0)
      return query
    },
  }
  return query
}

/** `wx.createIntersectionObserver` on the browser's own. */
export function createIntersectionObserver(host: () => Element): object {
  let observer: IntersectionObserver | undefined
  const self = {
    relativeTo: () => self,
    relativeToViewport: () => self,
    observe(selector: string, told: (result: object) => void) {
      observer = new IntersectionObserver((entries) => {
        for (const { intersectionRatio, boundingClientRect } of entries) told({ intersectionRatio, boundingClientRect })
      })
      for (const element of host().querySelectorAll(selector)) observer.observe(element)
    },
    disconnect: () => observer?.disconnect(),
  }
  return self
}
