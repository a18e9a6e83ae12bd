import { ArchivePage } from '../../engines/archive/page.tsx'

/** Grids, one file each. */
export default function Grids() {
  return <ArchivePage name="grid" />
}
