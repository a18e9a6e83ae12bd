import { ArchivePage } from '../../engines/archive/page.tsx'

/** Registered households. */
export default function Families() {
  return <ArchivePage name="family" />
}
