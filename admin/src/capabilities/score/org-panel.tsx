import type { PanelProps } from '../../app/nav/registry.ts'
import { ScoreView } from './score-view.tsx'

/** The hazard score of an organisation, on its file. */
export default function OrgPanel({ id }: PanelProps) {
  return <ScoreView orgId={id} />
}
