import { ArchivePage } from '../../engines/archive/page.tsx'

/** Houses, one file each. */
export default function Rooms() {
  return <ArchivePage name="house" />
}
