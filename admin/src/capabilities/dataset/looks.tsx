import { type DatasetLayer, type DatasetState, datasetLayerTexts } from '@liren/contract/capabilities/dataset'
import { useText } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'

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
