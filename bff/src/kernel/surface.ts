import type { Capability } from './capability.ts'

/** What is mounted. Capabilities are made from the kernel, so they look here when asked and never while being made. */
export interface Surface {
  readonly capabilities: readonly Capability[]
  /** Called once, by whoever made them. */
  mount(capabilities: readonly Capability[]): void
}

export function createSurface(): Surface {
  let mounted: readonly Capability[] = []
  return {
    get capabilities() {
      return mounted
    },
    mount(capabilities) {
      mounted = capabilities
    },
  }
}
