import { ShelfTab } from '@/parts/shelf-tab'
import { neighborWords as words } from '@/words/home'

/** Neighbourhood and public life, as far as it is on the shelf. */
export default function Neighbor() {
  return (
    <ShelfTab
      page="pages/neighbor"
      tab="/pages/neighbor"
      title={words.title}
      under={['/pkg-life/neighbor', '/pkg-gov', '/pkg-social']}
      scene="neighbours"
      empty={words.empty}
      emptyBody={words.emptyBody}
      intro={words.intro}
    />
  )
}
