import { type MenuGroup, menuGroups, type Screen } from './registry.ts'

interface Guarded {
  readonly permission?: string | readonly string[]
}

/** Whether somebody who holds these permissions may see it. */
export function mayOpen(guarded: Guarded, held: ReadonlySet<string>): boolean {
  if (guarded.permission === undefined) return true
  const asked = typeof guarded.permission === 'string' ? [guarded.permission] : guarded.permission
  return asked.some((code) => held.has(code))
}

export interface MenuSection {
  readonly group: MenuGroup
  readonly screens: readonly (Screen & { menu: NonNullable<Screen['menu']> })[]
}

/** The side menu of somebody: pages they may open, in their groups; a group without pages is left out. */
export function menuOf(screens: readonly Screen[], held: ReadonlySet<string>): readonly MenuSection[] {
  const open = screens.filter((screen): screen is MenuSection['screens'][number] => screen.menu !== undefined && mayOpen(screen, held))
  return menuGroups
    .map((group) => ({
      group,
      screens: open.filter((screen) => screen.menu.group === group).sort((one, other) => one.menu.order - other.menu.order),
    }))
    .filter((section) => section.screens.length > 0)
}
