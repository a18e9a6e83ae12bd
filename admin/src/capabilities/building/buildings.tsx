import { ArchivePage } from '../../engines/archive/page.tsx'

/** Buildings, one file each. */
export default function Buildings() {
  return <ArchivePage name="building" />
}
