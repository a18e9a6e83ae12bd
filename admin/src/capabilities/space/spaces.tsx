import { ArchivePage } from '../../engines/archive/page.tsx'

/** Public spaces, one file each. */
export default function Spaces() {
  return <ArchivePage name="space" />
}
