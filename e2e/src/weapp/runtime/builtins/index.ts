import type { ComponentSpace } from '../engine.ts'
import type { TestHooks } from '../types.ts'
import { formBuiltins } from './form.ts'
import { mediaBuiltins } from './media.ts'
import { plainBuiltins } from './plain.ts'

/** WeChat's built-in components: thin elements that raise the events WeChat raises. */
export const builtins = (space: ComponentSpace, hooks: TestHooks): Record<string, unknown> => ({
  ...plainBuiltins(space),
  ...formBuiltins(space, hooks),
  ...mediaBuiltins(space, hooks),
})
