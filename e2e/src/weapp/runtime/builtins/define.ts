import type { ComponentSpace } from '../engine.ts'

/** A built-in component at run time: its element, its data and its way to raise events. */
export interface BuiltIn {
  readonly $$: HTMLElement & { __wxElement?: BuiltIn }
  readonly is: string
  readonly data: Record<string, unknown>
  triggerEvent(name: string, detail: unknown, options?: { bubbles?: boolean }): void
  addListener(name: string, listener: () => void): void
}

export interface Definition {
  readonly properties: Readonly<Record<string, unknown>>
  readonly attached?: (this: BuiltIn) => void
  readonly observers?: Readonly<Record<string, (this: BuiltIn, value: never) => void>>
  readonly methods?: Readonly<Record<string, (this: BuiltIn) => void>>
}

/** Registers one built-in; properties are given with their defaults and may be of any type. */
export function define(space: ComponentSpace, name: string, { properties, attached, observers, methods }: Definition): unknown {
  return space
    .define(name)
    .options({ multipleSlots: false, unknownPropertyHandler: () => true })
    .definition({
      properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, { type: null, value }])),
      ...(attached ? { lifetimes: { attached } } : {}),
      ...(observers ? { observers } : {}),
      ...(methods ? { methods } : {}),
    })
    .registerComponent()
}

/** The nearest built-in around an element that fits. */
export function around(component: BuiltIn, name: string): BuiltIn | undefined {
  let element = component.$$.parentElement as BuiltIn['$$'] | null
  while (element) {
    if (element.__wxElement?.is === name) return element.__wxElement
    element = element.parentElement as BuiltIn['$$'] | null
  }
  return undefined
}

/** All built-ins inside an element, in document order. */
export function inside(component: BuiltIn): BuiltIn[] {
  return [...component.$$.querySelectorAll<BuiltIn['$$']>('*')].flatMap((element) => element.__wxElement ?? [])
}
