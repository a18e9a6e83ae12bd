import type { AnyEndpoint } from './endpoint.ts'
import type { PermissionSpec } from './permission.ts'
import type { Text } from './text.ts'

/** The contract half of a capability: what it is called, what can be asked of it, what one must hold to ask. */
export interface CapabilityContract {
  readonly name: string
  readonly text: Text
  readonly endpoints: Readonly<Record<string, AnyEndpoint>>
  readonly permissions: readonly PermissionSpec[]
  /** Names of the events it writes to the outbox. */
  readonly events?: readonly string[]
}

export const capability = <const C extends CapabilityContract>(spec: C): C => spec
