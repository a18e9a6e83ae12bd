import { PrimaryButton } from '@/parts/button'
import { EmptyState } from '@/parts/empty-state'
import { Page } from '@/parts/page'
import { go } from '@/platform/nav'
import { useSay } from '@/words/kit'
import { missingWords as words } from '@/words/sys'

/** A link that leads nowhere leads here. */
export default function Missing() {
  const say = useSay()
  return (
    <Page page="pkg-sys/missing" title={words.title}>
      <EmptyState scene="stairs" title={say(words.title)} body={say(words.body)}>
        <PrimaryButton onTap={() => go('/pages/home')}>{say(words.home)}</PrimaryButton>
      </EmptyState>
    </Page>
  )
}
