import { type ComponentType, lazy } from 'react'
import {
  allInputs,
  allSteps,
  allViews,
  type FileStep,
  type OwnInputProps,
  type SharedView,
  type StepProps,
  type ViewProps,
} from './registry.ts'

export interface DrawnView extends SharedView {
  readonly View: ComponentType<ViewProps>
}
const views: readonly DrawnView[] = allViews.map((view) => ({ ...view, View: lazy(view.load) })).sort((a, b) => a.order - b.order)

/** Lists that other rooms bring to the page at this path. */
export const viewsOf = (page: string): readonly DrawnView[] => views.filter((view) => view.page === page)

export interface DrawnStep extends FileStep {
  readonly Step: ComponentType<StepProps>
}
const steps: readonly DrawnStep[] = allSteps.map((step) => ({ ...step, Step: lazy(step.load) }))

/** Steps that only files of this archive have. */
export const stepsOf = (subject: string): readonly DrawnStep[] => steps.filter((step) => step.subject === subject)

const inputs = new Map<string, ComponentType<OwnInputProps>>(
  allInputs.map(({ archive, field, load }) => [`${archive}.${field}`, lazy(load)]),
)

/** How this field is filled in, where its room says so. */
export const inputOf = (archive: string, field: string): ComponentType<OwnInputProps> | undefined => inputs.get(`${archive}.${field}`)
