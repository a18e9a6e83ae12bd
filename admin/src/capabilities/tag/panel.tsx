import { useLocation } from 'react-router'
import type { PanelProps } from '../../app/nav/registry.ts'
import { archiveAt } from '../../engines/archive/known.ts'
import { FileTags } from './file-tags.tsx'

/** The tab of every file; which archive it belongs to is said by the address. */
export default function TagPanel({ id }: PanelProps) {
  const known = archiveAt(useLocation().pathname.split('/')[1] ?? '')
  return known ? <FileTags archive={known.definition.name} id={id} /> : null
}
