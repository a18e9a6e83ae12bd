/** An event of the component framework, as far as we read it. */
interface FrameworkEvent {
  getEventName(): string
  getOriginalEvent?(): { touches?: TouchList; changedTouches?: TouchList } | undefined
  detail?: unknown
  target?: FrameworkNode
  currentTarget?: FrameworkNode
  mark?: unknown
}
interface FrameworkNode {
  id?: string
  dataset?: Record<string, unknown>
  $$?: HTMLElement
}

const isFrameworkEvent = (value: unknown): value is FrameworkEvent =>
  typeof value === 'object' && value !== null && typeof (value as FrameworkEvent).getEventName === 'function'

const plainTouch = ({ identifier, clientX, clientY, pageX, pageY }: Touch) => ({
  identifier,
  clientX,
  clientY,
  pageX,
  pageY,
  x: clientX,
  y: clientY,
})

const nodeOf = (node: FrameworkNode | undefined) => ({
  id: node?.id ?? '',
  dataset: { ...(node?.dataset ?? {}) },
  offsetLeft: node?.$$?.offsetLeft ?? 0,
  offsetTop: node?.$$?.offsetTop ?? 0,
})

/** The event in the shape that the logic layer of WeChat sees: plain data, nothing to hold on to. */
function shape(event: FrameworkEvent): object {
  const type = event.getEventName()
  const original = event.getOriginalEvent?.()
  const touches = Array.from(original?.touches ?? [], plainTouch)
  let changedTouches = Array.from(original?.changedTouches ?? [], plainTouch)
  let detail: unknown = event.detail
  if (type === 'tap') {
    const at = (event.detail ?? {}) as { x?: number; y?: number; clientX?: number; clientY?: number }
    const [x, y] = [at.x ?? at.clientX ?? 0, at.y ?? at.clientY ?? 0]
    detail = { x, y }
    if (changedTouches.length === 0) changedTouches = [{ identifier: 0, clientX: x, clientY: y, pageX: x, pageY: y, x, y }]
  } else if (/^(touch|mouse|click)/.test(type)) detail = {}
  return {
    type,
    timeStamp: Date.now(),
    target: nodeOf(event.target),
    currentTarget: nodeOf(event.currentTarget),
    mark: event.mark ?? {},
    detail,
    touches: touches.length > 0 ? touches : changedTouches,
    changedTouches,
    preventDefault() {},
    stopPropagation() {},
  }
}

type Method = (this: unknown, ...args: unknown[]) => unknown

/** Every function of a page or component gets its events in that shape. */
export function withShapedEvents<T extends object | undefined>(config: T): T {
  const methods = (config ?? {}) as Record<string, unknown>
  for (const [name, value] of Object.entries(methods)) {
    if (typeof value !== 'function') continue
    const method = value as Method
    methods[name] = function (this: unknown, ...args: unknown[]) {
      return method.apply(
        this,
        args.map((arg) => (isFrameworkEvent(arg) ? shape(arg) : arg)),
      )
    }
  }
  return config
}
