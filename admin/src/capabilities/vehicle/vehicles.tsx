import { ArchivePage } from '../../engines/archive/page.tsx'

/** Vehicles, one file each. */
export default function Vehicles() {
  return <ArchivePage name="vehicle" />
}
