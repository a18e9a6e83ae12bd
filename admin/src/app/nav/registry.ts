import type { ComponentType, ReactNode } from 'react'
import type { IconName } from '../../parts/icon/shapes.ts'
import type { Entry } from '../language/words.ts'

export const menuGroups = ['work', 'service', 'community', 'archives', 'things', 'data', 'content', 'system', 'security'] as const
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
  /** Its rank among what the home page offers; without it only the search box knows it. */
  readonly rank?: number
}

/** Where a record of this subject opens, so that search and messages can lead to it. */
export interface RecordPage {
  readonly subject: string
  readonly icon: IconName
  readonly path: (id: string) => string
}

/** What a panel is told of the file that it stands on. */
export interface PanelProps {
  readonly id: string
  readonly placeId: string | null
}

/** A tab that one room brings to the files of another: the repairs of a house, the visits to a person. */
export interface RecordPanel {
  readonly key: string
  readonly title: Entry
  /** Kinds of file that it stands on. */
  readonly subjects: readonly string[]
  readonly permission?: string | readonly string[]
  readonly load: () => Promise<{ default: ComponentType<PanelProps> }>
}

/** What a list is told of the page that it stands on: its heading, and the way to the other lists. */
export interface ViewProps {
  readonly title?: string
  readonly below?: ReactNode
}

/** A list that one room brings to the page of another. */
export interface SharedView {
  readonly key: string
  /** Path of the page. */
  readonly page: string
  readonly title: Entry
  readonly permission?: string | readonly string[]
  readonly order: number
  readonly load: () => Promise<{ default: ComponentType<ViewProps> }>
}

/** The file that a step of its own is about, and what to do once the file is no more. */
export interface StepProps {
  readonly file: { readonly id: string; readonly title: string; readonly version: number; readonly can: readonly string[] }
  readonly onGone: () => void
}

/** A step that only files of one archive have, beside those of every archive. */
export interface FileStep {
  readonly subject: string
  readonly permission: string
  readonly load: () => Promise<{ default: ComponentType<StepProps> }>
}

/** How one field is filled in where its kind says too little: chosen from what the house has. */
export interface FieldInputOf {
  readonly archive: string
  readonly field: string
  readonly load: () => Promise<{ default: ComponentType<OwnInputProps> }>
}

export interface OwnInputProps {
  readonly id?: string
  readonly value?: unknown
  readonly onChange?: (value: unknown) => void
}

export interface CapabilityScreens {
  readonly screens: readonly Screen[]
  readonly actions?: readonly QuickAction[]
  readonly records?: readonly RecordPage[]
  readonly panels?: readonly RecordPanel[]
  readonly views?: readonly SharedView[]
  readonly steps?: readonly FileStep[]
  readonly inputs?: readonly FieldInputOf[]
}

const modules = import.meta.glob<{ screens: CapabilityScreens }>('../../capabilities/*/screens.ts', { eager: true })

/** What the folders under `capabilities/` bring; deleting a folder deletes its pages. */
export const registered: readonly CapabilityScreens[] = Object.values(modules).map((module) => module.screens)
export const allScreens: readonly Screen[] = registered.flatMap((capability) => capability.screens)
export const allActions: readonly QuickAction[] = registered.flatMap((capability) => capability.actions ?? [])
export const allRecords: readonly RecordPage[] = registered.flatMap((capability) => capability.records ?? [])
export const allPanels: readonly RecordPanel[] = registered.flatMap((capability) => capability.panels ?? [])
export const allViews: readonly SharedView[] = registered.flatMap((capability) => capability.views ?? [])
export const allSteps: readonly FileStep[] = registered.flatMap((capability) => capability.steps ?? [])
export const allInputs: readonly FieldInputOf[] = registered.flatMap((capability) => capability.inputs ?? [])
