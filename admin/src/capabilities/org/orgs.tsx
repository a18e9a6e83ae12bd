import { ArchivePage } from '../../engines/archive/page.tsx'

/** Companies, businesses and associations, one file each. */
export default function Orgs() {
  return <ArchivePage name="org" />
}
