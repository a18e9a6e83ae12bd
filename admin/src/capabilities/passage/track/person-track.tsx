import type { PanelProps } from '../../../app/nav/registry.ts'
import { TrackBox } from './track-box.tsx'

export default function Track({ id }: PanelProps) {
  return <TrackBox whose={{ subject: 'person', id }} />
}
