import { usePage } from '@liren/client'
import { passageEndpoints } from '@liren/contract/capabilities/passage'
import { useState } from 'react'
import { Page } from '@/parts/page'
import { PassageRow } from '@/parts/passage-row'
import { PermissionGate } from '@/parts/permission-gate'
import { ViewList } from '@/parts/view-list'
import { passageWords as words } from '@/words/hint'
import { useSay } from '@/words/kit'

type View = keyof typeof words.views

/** Who passed with my card: oneself, the children, the cars of the household. */
export default function PassagesPage() {
  const say = useSay()
  return (
    <Page page="pkg-house/passages" title={words.title}>
      <PermissionGate house permission="passage.own" preview={say(words.preview)}>
        <Passages />
      </PermissionGate>
    </Page>
  )
}

function Passages() {
  const [view, setView] = useState<View>('person')
  const list = usePage(passageEndpoints.own, { query: { kind: view, limit: 30 } })
  return (
    <ViewList
      label={words.title}
      views={words.views}
      view={view}
      onView={setView}
      list={list}
      none={words.none}
      noneBody={words.noneBody}
      note={words.privacy}
    >
      {(passage) => <PassageRow passage={passage} />}
    </ViewList>
  )
}
