import type { Product } from '@liren/contract/capabilities/product'
import { useWords } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

const looks: Readonly<Record<Product['state'], Status>> = {
  draft: { tone: 'info', icon: 'edit' },
  released: { tone: 'success', icon: 'check' },
  retired: { tone: 'neutral', icon: 'ban' },
}

export function ProductState({ state }: { state: Product['state'] }) {
  const t = useWords(words)
  return <StatusTag {...looks[state]}>{t(`st_${state}`)}</StatusTag>
}
