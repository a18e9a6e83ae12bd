import { useClient } from '@liren/client'
import type { Text } from '@liren/contract'
import { ShareTap } from '@/platform/elements'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import { LinkButton } from './button'
import { useToast } from './toast'

/** Gives the page on to somebody else: by the sheet of the messenger, else by its address. Nothing where the end has neither. */
export function ShareKey({ words, title, path }: { words: Text; title: string; path: string }) {
  const say = useSay()
  const toast = useToast()
  const { share } = useClient().platform
  if (ShareTap) return <ShareTap className="button-link">{say(words)}</ShareTap>
  if (!share) return null
  return (
    <LinkButton icon="share" onTap={() => void share({ title, path }).then(({ ok }) => ok && toast(common.copied))}>
      {say(words)}
    </LinkButton>
  )
}
