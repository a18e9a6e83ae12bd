import { ArchivePage } from '../../engines/archive/page.tsx'

/** Parking spaces, one file each. */
export default function ParkingSpaces() {
  return <ArchivePage name="parking" />
}
