import { usePage } from '@liren/client'
import { rights as contract } from '@liren/contract/capabilities/rights'
import { Cell } from '@/parts/cell'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { Page } from '@/parts/page'
import { TimeText } from '@/parts/time-text'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { rightsWords as words } from '@/words/rights'

/** Who looked at one's data, what and why; names leave out who exactly. */
export default function Viewers() {
  const say = useSay()
  const list = usePage(contract.endpoints.viewers, {})
  return (
    <Page page="pkg-sys/viewers" title={words.viewers}>
      <Box className="secondary">{say(words.viewersHint)}</Box>
      <Box className="card card-flush">
        <CursorList of={list} keyOf={({ id }) => id} empty={<EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)} />}>
          {(item) => (
            <Cell
              icon="eye"
              title={`${item.viewer} ${say(item.actionText)}`}
              hint={
                <>
                  <TimeText at={item.at} />
                  {item.fields.length > 0 ? <Box>{item.fields.map(say).join(' · ')}</Box> : null}
                  {item.reason ? (
                    <Box>
                      {say(words.reason)}: {item.reason}
                    </Box>
                  ) : null}
                </>
              }
            />
          )}
        </CursorList>
      </Box>
    </Page>
  )
}
