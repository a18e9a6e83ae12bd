import type { Language } from '@liren/contract'
import type { ComponentType } from 'react'
import type { IconName } from '../../parts/icon/shapes.ts'
import type { Entry } from '../language/words.ts'

export const menuGroups = ['work', 'service', 'community', 'content', 'system', 'security'] as const
export type MenuGroup = (typeof menuGroups)[number]

/** A page of the back office. With `menu` it stands in the side menu, without it is reached from elsewhere. */
export interface Screen {
  /** Below /admin/, e.g. `repairs/board`. A record opens as `?id=` on its list. */
  readonly path: string
  readonly title: Entry
  /** Needed to see it; several mean any of them. Absent: everybody of the back office. */
  readonly permission?: string | readonly string[]
  readonly menu?: { readonly group: MenuGroup; readonly order: number; readonly icon: IconName }
  /** `g` and this letter lead here. */
  readonly goKey?: string
  /** Other words people look for it with, pinyin initials among them. */
  readonly keywords?: string
  /** What the page is for, under 「帮助」. */
  readonly help?: Entry
  readonly load: () => Promise<{ default: ComponentType }>
}

/** Something that ⌘K can start: it opens a page in the state where the work begins. */
export interface QuickAction {
  readonly path: string
  readonly title: Entry
  readonly permission?: string | readonly string[]
  readonly icon: IconName
  readonly keywords?: string
}

/** One record that ⌘K found. */
export interface Hit {
  readonly path: string
  readonly title: string
  readonly note?: string
}

/** How ⌘K finds records of one kind; fetched when somebody first searches. */
export interface Searcher {
  readonly title: Entry
  readonly icon: IconName
  readonly permission?: string | readonly string[]
  /** Typed first, asks this one only: `@` people, `#` cases. */
  readonly prefix?: string
  readonly load: () => Promise<{ find: (text: string, language: Language, signal: AbortSignal) => Promise<readonly Hit[]> }>
}

export interface CapabilityScreens {
  readonly screens: readonly Screen[]
  readonly actions?: readonly QuickAction[]
  readonly searchers?: readonly Searcher[]
}

const modules = import.meta.glob<{ screens: CapabilityScreens }>('../../capabilities/*/screens.ts', { eager: true })

/** What the folders under `capabilities/` bring; deleting a folder deletes its pages. */
export const registered: readonly CapabilityScreens[] = Object.values(modules).map((module) => module.screens)
export const allScreens: readonly Screen[] = registered.flatMap((capability) => capability.screens)
export const allActions: readonly QuickAction[] = registered.flatMap((capability) => capability.actions ?? [])
export const allSearchers: readonly Searcher[] = registered.flatMap((capability) => capability.searchers ?? [])
