import { type ComponentType, lazy } from 'react'
import { allPanels, type PanelProps, type RecordPanel } from './registry.ts'

export interface DrawnPanel extends RecordPanel {
  readonly Panel: ComponentType<PanelProps>
}

/** Made once, like the pages: each is fetched when its tab is first opened. */
const drawn: readonly DrawnPanel[] = allPanels.map((panel) => ({ ...panel, Panel: lazy(panel.load) }))

/** What other rooms bring to a file of this kind. */
export const panelsOf = (subject: string): readonly DrawnPanel[] => drawn.filter(({ subjects }) => subjects.includes(subject))
