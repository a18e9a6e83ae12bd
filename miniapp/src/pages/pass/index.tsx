import { ShelfTab } from '@/parts/shelf-tab'
import { passWords as words } from '@/words/home'

/** Doors, visitors and vehicles, as far as they are on the shelf. */
export default function Pass() {
  return (
    <ShelfTab
      page="pages/pass"
      tab="/pages/pass"
      title={words.title}
      under={['/pkg-visit', '/pkg-pass']}
      scene="gate"
      empty={words.empty}
      emptyBody={words.emptyBody}
    />
  )
}
