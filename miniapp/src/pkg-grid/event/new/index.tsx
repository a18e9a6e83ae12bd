import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { ReportForm } from '@/parts/report/form'
import { useSay } from '@/words/kit'
import { reportWords } from '@/words/report'
import { gridWords as words } from '@/words/staff'

/** The same form, outdoors: the place is the estate of the worker unless another is chosen. */
export default function NewEvent() {
  const say = useSay()
  return (
    <Page page="pkg-grid/event/new" title={reportWords.eventTitle}>
      <PermissionGate end="grid" permission="repair.report" preview={say(words.preview)}>
        <ReportForm form="event" outdoors submitWords={reportWords.submitEvent} sentPage="/pkg-case/sent" />
      </PermissionGate>
    </Page>
  )
}
