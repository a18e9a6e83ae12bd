/** Coming to the front and going to the back, for code that is not the app object itself. */
export interface Life {
  readonly apis: Record<string, unknown>
  shown(options: object): void
  hidden(): void
}

export function createLife(): Life {
  const onShow = new Set<(options: object) => void>()
  const onHide = new Set<() => void>()
  const register = <T>(listeners: Set<T>) => ({
    on: (listener: T) => void listeners.add(listener),
    off: (listener?: T) => (listener ? void listeners.delete(listener) : listeners.clear()),
  })
  const show = register(onShow)
  const hide = register(onHide)
  return {
    apis: { onAppShow: show.on, offAppShow: show.off, onAppHide: hide.on, offAppHide: hide.off },
    shown: (options) => {
      for (const listener of onShow) listener(options)
    },
    hidden: () => {
      for (const listener of onHide) listener()
    },
  }
}
