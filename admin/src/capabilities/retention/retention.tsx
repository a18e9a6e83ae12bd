import { useWords } from '../../app/language/use.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { Holds } from './holds.tsx'
import { Reports } from './reports.tsx'
import { Rules } from './rules.tsx'
import { RunNow } from './run-now.tsx'
import { words } from './words.ts'

/** How long data are kept, what went and how that is proven, and what may not go. */
export default function Retention() {
  const t = useWords(words)
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <PermissionGate code="retention.manage">
          <RunNow />
        </PermissionGate>
      </PageHead>
      <PermissionGate code="retention.hold">
        <Holds />
      </PermissionGate>
      <PermissionGate code="retention.read">
        <Rules />
        <Reports />
      </PermissionGate>
    </>
  )
}
