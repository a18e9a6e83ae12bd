import { Cell, CellGroup } from '@/parts/cell'
import { Page } from '@/parts/page'
import { PassCard } from '@/parts/pass-card'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { aboutWords as words } from '@/words/sys'

const version = '0.1.0'

export default function About() {
  const say = useSay()
  return (
    <Page page="pkg-sys/about" title={words.title}>
      <PassCard head={<Box className="display">{say(words.motto)}</Box>}>
        <Box>{say(words.body)}</Box>
      </PassCard>
      <CellGroup>
        <Cell icon="info" title={say(words.version)} extra={version} />
        <Cell icon="lock" title={say(words.licence)} extra="Apache-2.0" />
        <Cell icon="globe" title={say(words.api)} extra="/api/docs" />
      </CellGroup>
    </Page>
  )
}
