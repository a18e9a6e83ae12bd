import { ArchivePage } from '../../engines/archive/page.tsx'

/** Everybody known to the community, one file each. */
export default function People() {
  return <ArchivePage name="person" />
}
