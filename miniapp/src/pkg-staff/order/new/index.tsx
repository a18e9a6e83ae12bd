import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { ReportForm } from '@/parts/report/form'
import { useSay } from '@/words/kit'
import { reportWords as words } from '@/words/report'

/** While on the telephone: the same form, with whom it is for. */
export default function NewOrder() {
  const say = useSay()
  return (
    <Page page="pkg-staff/order/new" title={words.onBehalfTitle}>
      <PermissionGate end="staff" permission="repair.report" preview={say(words.preview)}>
        <ReportForm form="repair-on-behalf" onBehalf submitWords={words.submit} sentPage="/pkg-case/sent" />
      </PermissionGate>
    </Page>
  )
}
