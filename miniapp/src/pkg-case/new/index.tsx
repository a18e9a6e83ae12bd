import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { ReportForm } from '@/parts/report/form'
import { useSay } from '@/words/kit'
import { reportWords as words } from '@/words/report'

/** Report a repair or an event: a photo, a sentence, send. */
export default function NewCase() {
  const say = useSay()
  return (
    <Page page="pkg-case/new" title={words.title}>
      <PermissionGate house preview={say(words.preview)}>
        <ReportForm form="repair" submitWords={words.submit} sentPage="/pkg-case/sent" />
      </PermissionGate>
    </Page>
  )
}
