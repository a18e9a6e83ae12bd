import { type Dataset, type DatasetLayer, type DatasetState, datasetLayerTexts } from '@liren/contract/capabilities/dataset'
import { useText, useWords } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

const layers: Readonly<Record<DatasetLayer, Status>> = {
  raw: { tone: 'warning', icon: 'edit' },
  clean: { tone: 'info', icon: 'check' },
  service: { tone: 'success', icon: 'globe' },
}

export const stateLooks: Readonly<Record<DatasetState, Status>> = {
  draft: { tone: 'neutral', icon: 'edit' },
  published: { tone: 'success', icon: 'check' },
  retired: { tone: 'neutral', icon: 'ban' },
}

export function LayerTag({ layer }: { layer: DatasetLayer }) {
  const say = useText()
  return <StatusTag {...layers[layer]}>{say(datasetLayerTexts[layer])}</StatusTag>
}

/** Where a draft stands on its way to being published, and what was said about it. */
export function ApprovalNote({ row }: { row: Dataset }) {
  const t = useWords(words)
  if (row.approval === 'none') return null
  const who = row.approval === 'waiting' ? row.askedBy : row.decidedBy
  return (
    <div style={{ color: 'var(--text-3)', fontSize: 12 }}>
      {[t(`approval_${row.approval}`), who, row.decisionNote].filter(Boolean).join(' · ')}
    </div>
  )
}
