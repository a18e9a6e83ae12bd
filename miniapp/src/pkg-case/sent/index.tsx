import { Page } from '@/parts/page'
import { SentView } from '@/parts/report/sent-view'
import { sentWords as words } from '@/words/case'

/** What became of a report that was just sent. */
export default function Sent() {
  return (
    <Page page="pkg-case/sent" title={words.title}>
      <SentView detailPage="/pkg-case/detail" newPage="/pkg-case/new" />
    </Page>
  )
}
