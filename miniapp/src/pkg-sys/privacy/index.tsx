import { Icon } from '@/parts/icon'
import { useMe } from '@/parts/me'
import { Page } from '@/parts/page'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { privacyWords as words } from '@/words/sys'
import { Consents } from './consents'
import { Rights } from './rights'

/** What is asked for, when and why. */
export default function Privacy() {
  const say = useSay()
  const { status } = useMe()
  return (
    <Page page="pkg-sys/privacy" title={words.title}>
      <Box className="row gap-8 heading">
        <Icon name="shield" className="tone-primary" />
        {say(words.promise)}
      </Box>
      {status === 'signed-in' ? (
        <>
          <Consents />
          <Rights />
        </>
      ) : null}
      {[...words.items, { title: words.who, body: words.whoBody }].map(({ title, body }) => (
        <Box key={title.en} className="card privacy-card" as="section">
          <Box className="heading" as="h2">
            {say(title)}
          </Box>
          <Box className="secondary">{say(body)}</Box>
        </Box>
      ))}
    </Page>
  )
}
